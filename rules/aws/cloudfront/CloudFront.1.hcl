control "CloudFront.1" {
  slug     = "cloudfront-default-root-object"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure access management", "Resources not publicly accessible"]
  title = {
    en = "CloudFront distributions have a default root object"
    ja = "CloudFront ディストリビューションにデフォルトルートオブジェクトが設定されている"
  }
  why = {
    en = "A request for the bare address of a distribution goes to the root of its origin. Without a default root object the origin may answer with a list of everything it stores."
    ja = "ドメイン名だけを指定したリクエストは、オリジンのルートに転送されます。デフォルトルートオブジェクトがないと、オリジンに置かれたファイルの一覧が返ってしまうことがあります。"
  }
  decides     = "checked"
  config_rule = "cloudfront-default-root-object-configured"
  frameworks = {
    "aws-fsbp"       = ["CloudFront.1"]
    "nist-800-53-r5" = ["SC-7(11)", "SC-7(16)"]
  }

  check "aws_cloudfront_distribution" {
    enforce {
      condition = default(attrs.default_root_object, "") != ""
      at        = "default_root_object"
      error_message = {
        en = "the distribution has no default root object"
        ja = "デフォルトルートオブジェクトが設定されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "answer requests for the root with an object of its own"
        ja = "ルートへのリクエストに専用のオブジェクトを返す"
      }
      warning = {
        en = "The object must exist at the origin, or the root answers with an error."
        ja = "オリジンにそのオブジェクトがないと、ルートへのアクセスはエラーになります。"
      }
      input "cloudfront_default_root_object" {
        description = {
          en = "Object that answers requests for the root, such as index.html, without a leading slash"
          ja = "ルートへのリクエストに返すオブジェクト (index.html など、先頭のスラッシュは不要)"
        }
      }
      set = { default_root_object = var.cloudfront_default_root_object }
    }
  }

  remediation {
    console = {
      en = ["Open the distribution in the CloudFront console.", "On the General tab choose Edit under Settings.", "Enter the default root object and save."]
      ja = ["CloudFront コンソールでディストリビューションを開く。", "「一般」タブの「設定」で「編集」を選ぶ。", "「デフォルトルートオブジェクト」を入力して保存する。"]
    }
    cli = "aws cloudfront update-distribution --id DISTRIBUTION_ID --if-match ETAG --distribution-config file://distribution.json"
  }

  example "fail" "left out" {
    resource "aws_cloudfront_distribution" "site" {
      enabled = true

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

  example "fixed" "left out" {
    variable "cloudfront_default_root_object" {
      type    = string
      default = "index.html"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = var.cloudfront_default_root_object

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

  example "fail" "an empty name" {
    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = ""

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

  example "pass" "an object" {
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

  example "pass" "named by a local" {
    locals {
      page = "home.html"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = local.page

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
      input = "index.html"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = tostring(terraform_data.later.output)

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
}
