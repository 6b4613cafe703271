control "CloudFront.8" {
  slug     = "cloudfront-sni"
  aliases  = []
  severity = "low"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "CloudFront distributions serve HTTPS with SNI"
    ja = "CloudFront ディストリビューションが SNI で HTTPS リクエストに応答する"
  }
  why = {
    en = "Dedicated addresses for certificates are costly and tie the site to fixed addresses. Every client of the last decade speaks SNI."
    ja = "専用 IP アドレスによる証明書の配信は高額で、固定のアドレスに縛られます。過去 10 年以上のクライアントはほぼすべて SNI に対応しています。"
  }
  decides = "checked"
  notes = {
    en = "A distribution with CloudFront's default certificate passes; CloudFront.7 judges that."
    ja = "CloudFront のデフォルト証明書を使うディストリビューションは合格とします (CloudFront.7 で判定します)。"
  }
  config_rule = "cloudfront-sni-enabled"
  frameworks = {
    "aws-fsbp"       = ["CloudFront.8"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2"]
  }
  frameworks_derived = {
    "pci-dss-4.0" = ["1.2.5", "2.2.5"]
  }

  check "aws_cloudfront_distribution" {
    locals {
      method = one(attrs.viewer_certificate[*].ssl_support_method)
    }
    enforce {
      condition = any([
        local.method == "sni-only",
        all([
          !is_set(one(attrs.viewer_certificate[*].acm_certificate_arn)),
          !is_set(one(attrs.viewer_certificate[*].iam_certificate_id)),
        ]),
      ])
      at = "viewer_certificate.ssl_support_method"
      error_message = {
        en = "the certificate is served from dedicated addresses, not with SNI"
        ja = "証明書の配信に SNI ではなく専用 IP アドレスを使っている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "serve HTTPS with SNI"
        ja = "SNI で HTTPS リクエストに応答する"
      }
      warning = {
        en = "Very old clients that do not send a server name cannot connect any longer."
        ja = "SNI に対応しないごく古いクライアントは接続できなくなります。"
      }
      set = { "viewer_certificate.ssl_support_method" = "sni-only" }
    }
  }

  remediation {
    console = {
      en = ["Open the distribution in the CloudFront console.", "On the General tab choose Edit under Settings.", "Switch off Legacy clients support and save."]
      ja = ["CloudFront コンソールでディストリビューションを開く。", "「一般」タブの「設定」で「編集」を選ぶ。", "「レガシークライアントのサポート」を無効にして保存する。"]
    }
    cli = "aws cloudfront update-distribution --id DISTRIBUTION_ID --if-match ETAG --distribution-config file://distribution.json"
  }

  example "fail" "dedicated addresses" {
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
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
        ssl_support_method       = "vip"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  example "fixed" "dedicated addresses" {
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
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  example "fail" "dedicated addresses for a certificate in IAM" {
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
        ssl_support_method       = "vip"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  example "pass" "SNI" {
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
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  example "pass" "the default certificate always uses SNI" {
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

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "sni-only"
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
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
        ssl_support_method       = tostring(terraform_data.later.output)
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}
