control "CloudFront.7" {
  slug     = "cloudfront-custom-certificate"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data-in-transit"]
  title = {
    en = "CloudFront distributions use a certificate of their own"
    ja = "CloudFront ディストリビューションで独自の SSL/TLS 証明書を使っている"
  }
  why = {
    en = "With CloudFront's shared certificate viewers can only use the cloudfront.net name, and the distribution accepts TLS versions that are long outdated."
    ja = "CloudFront のデフォルト証明書では cloudfront.net のドメイン名しか使えず、古い TLS バージョンの接続も受け付けてしまいます。"
  }
  decides     = "checked"
  config_rule = "cloudfront-custom-ssl-certificate"
  frameworks = {
    "aws-fsbp"       = ["CloudFront.7"]
    "nist-800-53-r5" = ["AC-17(2)", "AC-4", "IA-5(1)", "SC-12(3)", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SI-7(6)"]
  }
  frameworks_derived = {
    "pci-dss-4.0" = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "3.5.1.1", "3.5.1.3", "3.6.1", "3.6.1.2", "3.6.1.3", "3.6.1.4", "3.7.1", "3.7.2", "3.7.4", "3.7.6", "3.7.7", "4.2.1.1", "A1.1.3"]
  }

  check "aws_cloudfront_distribution" {
    enforce {
      condition = any([
        is_set(one(attrs.viewer_certificate[*].acm_certificate_arn)),
        is_set(one(attrs.viewer_certificate[*].iam_certificate_id)),
      ])
      at = "viewer_certificate"
      error_message = {
        en = "the distribution uses CloudFront's default certificate"
        ja = "CloudFront のデフォルト証明書を使っている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "use a certificate of AWS Certificate Manager"
        ja = "AWS Certificate Manager の証明書を使う"
      }
      warning = {
        en = "Viewers need a domain name that the certificate covers: list it in aliases and point DNS at the distribution. Clients without TLS 1.2 stop working."
        ja = "証明書に含まれるドメイン名を aliases に追加し、DNS をディストリビューションに向けてください。TLS 1.2 に対応しないクライアントは接続できなくなります。"
      }
      input "cloudfront_certificate_arn" {
        description = {
          en = "ARN of an ACM certificate in us-east-1 for the distribution's domain names"
          ja = "ディストリビューションのドメイン名に対応する、us-east-1 の ACM 証明書の ARN"
        }
      }
      set = {
        "viewer_certificate.acm_certificate_arn"      = var.cloudfront_certificate_arn
        "viewer_certificate.ssl_support_method"       = "sni-only"
        "viewer_certificate.minimum_protocol_version" = "TLSv1.2_2021"
      }
      remove = ["viewer_certificate.cloudfront_default_certificate"]
    }
  }

  remediation {
    console = {
      en = ["Open the distribution in the CloudFront console.", "On the General tab choose Edit under Settings.", "Add the alternate domain names, choose the custom certificate and save."]
      ja = ["CloudFront コンソールでディストリビューションを開く。", "「一般」タブの「設定」で「編集」を選ぶ。", "代替ドメイン名を追加し、カスタム SSL 証明書を選んで保存する。"]
    }
    cli = "aws cloudfront update-distribution --id DISTRIBUTION_ID --if-match ETAG --distribution-config file://distribution.json"
  }

  example "fail" "the default certificate" {
    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "origin.example.com"
        origin_id   = "web"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      default_cache_behavior {
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "redirect-to-https"
      }

      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }

      viewer_certificate {
        cloudfront_default_certificate = true
      }
    }
  }

  example "fixed" "the default certificate" {
    variable "cloudfront_certificate_arn" {
      type    = string
      default = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "origin.example.com"
        origin_id   = "web"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      default_cache_behavior {
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "redirect-to-https"
      }

      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }

      viewer_certificate {
        acm_certificate_arn      = var.cloudfront_certificate_arn
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  example "fail" "no certificate named" {
    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "origin.example.com"
        origin_id   = "web"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      default_cache_behavior {
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "redirect-to-https"
      }

      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }

      viewer_certificate {
        minimum_protocol_version = "TLSv1"
      }
    }
  }

  example "pass" "a certificate that is made with it" {
    resource "aws_acm_certificate" "site" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "origin.example.com"
        origin_id   = "web"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      default_cache_behavior {
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "redirect-to-https"
      }

      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }

      viewer_certificate {
        acm_certificate_arn      = aws_acm_certificate.site.arn
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  example "pass" "a certificate in IAM" {
    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "origin.example.com"
        origin_id   = "web"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      default_cache_behavior {
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "redirect-to-https"
      }

      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }

      viewer_certificate {
        iam_certificate_id       = "ASCAEXAMPLE0123456789"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "origin.example.com"
        origin_id   = "web"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      default_cache_behavior {
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "redirect-to-https"
      }

      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }

      viewer_certificate {
        acm_certificate_arn      = tobool(terraform_data.later.output) ? "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555" : null
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}
