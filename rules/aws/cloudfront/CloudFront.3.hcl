control "CloudFront.3" {
  slug     = "cloudfront-viewers-use-https"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data in transit"]
  title = {
    en = "CloudFront distributions serve viewers over HTTPS only"
    ja = "CloudFront ディストリビューションがビューワーとの通信に HTTPS を必須としている"
  }
  why = {
    en = "What travels over plain HTTP, cookies and tokens included, can be read and changed by anybody on the way."
    ja = "平文の HTTP で流れるデータは、Cookie やトークンも含め、経路上で盗み見や改ざんをされるおそれがあります。"
  }
  decides     = "checked"
  config_rule = "cloudfront-viewer-policy-https"
  frameworks = {
    "aws-fsbp"       = ["CloudFront.3"]
    "nist-800-53-r5" = ["AC-17(2)", "AC-4", "IA-5(1)", "SC-12(3)", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SI-7(6)"]
  }

  check "aws_cloudfront_distribution" {
    each = "default_cache_behavior"
    enforce {
      condition = each.value.viewer_protocol_policy != "allow-all"
      at        = "viewer_protocol_policy"
      error_message = {
        en = "the default cache behavior answers over plain HTTP"
        ja = "デフォルトのキャッシュビヘイビアが平文の HTTP を受け付ける"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "redirect viewers to HTTPS"
        ja = "ビューワーを HTTPS にリダイレクトする"
      }
      warning = {
        en = "Clients that speak only HTTP, or do not follow redirects, stop working."
        ja = "HTTP しか使えないクライアントや、リダイレクトに従わないクライアントは動かなくなります。"
      }
      set = { viewer_protocol_policy = "redirect-to-https" }
    }
  }

  check "aws_cloudfront_distribution" {
    each = "ordered_cache_behavior"
    enforce {
      condition = each.value.viewer_protocol_policy != "allow-all"
      at        = "viewer_protocol_policy"
      error_message = {
        en = "the cache behavior for ${each.value.path_pattern} answers over plain HTTP"
        ja = "${each.value.path_pattern} のキャッシュビヘイビアが平文の HTTP を受け付ける"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "redirect viewers to HTTPS"
        ja = "ビューワーを HTTPS にリダイレクトする"
      }
      warning = {
        en = "Clients that speak only HTTP, or do not follow redirects, stop working."
        ja = "HTTP しか使えないクライアントや、リダイレクトに従わないクライアントは動かなくなります。"
      }
      set = { viewer_protocol_policy = "redirect-to-https" }
    }
  }

  remediation {
    console = {
      en = ["Open the distribution in the CloudFront console.", "On the Behaviors tab select the behavior and choose Edit.", "Set the viewer protocol policy to Redirect HTTP to HTTPS and save."]
      ja = ["CloudFront コンソールでディストリビューションを開く。", "「ビヘイビア」タブで対象を選び「編集」を押す。", "「ビューワープロトコルポリシー」を「Redirect HTTP to HTTPS」にして保存する。"]
    }
    cli = "aws cloudfront update-distribution --id DISTRIBUTION_ID --if-match ETAG --distribution-config file://distribution.json"
  }

  example "fail" "the default behavior" {
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
        viewer_protocol_policy = "allow-all"
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

  example "fixed" "the default behavior" {
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

  example "fail" "a behavior for some paths" {
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

      ordered_cache_behavior {
        path_pattern           = "/api/*"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "https-only"
      }

      ordered_cache_behavior {
        path_pattern           = "/static/*"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "allow-all"
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

  example "fixed" "a behavior for some paths" {
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

      ordered_cache_behavior {
        path_pattern           = "/api/*"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "https-only"
      }

      ordered_cache_behavior {
        path_pattern           = "/static/*"
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

  example "pass" "a redirect" {
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

  example "pass" "HTTPS for every path" {
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
        viewer_protocol_policy = "https-only"
      }

      ordered_cache_behavior {
        path_pattern           = "/static/*"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "web"
        viewer_protocol_policy = "https-only"
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
      input = "https-only"
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
        viewer_protocol_policy = tostring(terraform_data.later.output)
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
}
