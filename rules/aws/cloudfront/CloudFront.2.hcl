control "CloudFront.2" {
  slug     = "cloudfront-s3-origin-access-restricted"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management", "Resource policy configuration"]
  title = {
    en = "CloudFront distributions reach S3 origins with an identity of their own"
    ja = "CloudFront ディストリビューションが S3 オリジンへのアクセスに専用の認証を使っている"
  }
  why = {
    en = "Where CloudFront reads a bucket anonymously the bucket has to be open, and everybody can go around the distribution, its signed URLs and its web ACL."
    ja = "CloudFront が匿名でバケットを読む構成ではバケットを公開するしかなく、署名付き URL や WAF などの保護を迂回して直接アクセスできてしまいます。"
  }
  decides = "checked"
  notes = {
    en = "AWS has retired this control. It asked for an origin access identity; its successor, an origin access control, counts here as well."
    ja = "AWS では廃止されたコントロールです。本来はオリジンアクセスアイデンティティ (OAI) を求めますが、後継のオリジンアクセスコントロール (OAC) も合格とします。"
  }
  config_rule = "cloudfront-origin-access-identity-enabled"
  frameworks = {
    "nist-800-53-r5" = ["SC-7(11)"]
  }

  check "aws_cloudfront_distribution" {
    each = "origin"
    enforce {
      condition = any([
        length(each.value.custom_origin_config) > 0,
        length(each.value.vpc_origin_config) > 0,
        is_set(each.value.origin_access_control_id),
        is_set(one(each.value.s3_origin_config[*].origin_access_identity)),
      ])
      at = "origin_access_control_id"
      error_message = {
        en = "the S3 origin ${each.value.origin_id} is read without an access identity"
        ja = "S3 オリジン ${each.value.origin_id} に専用のアクセス認証が設定されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "read the bucket through an origin access control"
        ja = "オリジンアクセスコントロール (OAC) を使ってバケットを読む"
      }
      warning = {
        en = "Let cloudfront.amazonaws.com read the bucket in its policy first, for this distribution alone, or viewers get errors."
        ja = "先にバケットポリシーで、このディストリビューションからの cloudfront.amazonaws.com の読み取りを許可してください。許可がないと閲覧時にエラーになります。"
      }
      input "cloudfront_origin_access_control_id" {
        description = {
          en = "ID of an origin access control for S3 origins"
          ja = "S3 オリジン用のオリジンアクセスコントロールの ID"
        }
      }
      set    = { origin_access_control_id = var.cloudfront_origin_access_control_id }
      remove = ["s3_origin_config"]
    }
  }

  remediation {
    console = {
      en = ["Open the distribution in the CloudFront console.", "On the Origins tab select the S3 origin and choose Edit.", "Choose an origin access control, save, and put the shown statement into the bucket's policy."]
      ja = ["CloudFront コンソールでディストリビューションを開く。", "「オリジン」タブで S3 オリジンを選び「編集」を押す。", "オリジンアクセスコントロールを選んで保存し、表示されたステートメントをバケットポリシーに追加する。"]
    }
    cli = "aws cloudfront update-distribution --id DISTRIBUTION_ID --if-match ETAG --distribution-config file://distribution.json"
  }

  example "fail" "no identity" {
    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "example-site.s3.us-east-1.amazonaws.com"
        origin_id   = "web"
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

  example "fixed" "no identity" {
    variable "cloudfront_origin_access_control_id" {
      type    = string
      default = "E2EXAMPLE1OAC"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name              = "example-site.s3.us-east-1.amazonaws.com"
        origin_id                = "web"
        origin_access_control_id = var.cloudfront_origin_access_control_id
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

  example "fail" "an empty identity" {
    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "example-site.s3.us-east-1.amazonaws.com"
        origin_id   = "web"
        s3_origin_config {
          origin_access_identity = ""
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

  example "fixed" "an empty identity" {
    variable "cloudfront_origin_access_control_id" {
      type    = string
      default = "E2EXAMPLE1OAC"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name              = "example-site.s3.us-east-1.amazonaws.com"
        origin_id                = "web"
        origin_access_control_id = var.cloudfront_origin_access_control_id
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

  example "fail" "the second of two origins" {
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

      origin {
        domain_name = "example-site.s3.us-east-1.amazonaws.com"
        origin_id   = "files"
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

  example "pass" "an access identity that is made with it" {
    resource "aws_cloudfront_origin_access_identity" "site" {}

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "example-site.s3.us-east-1.amazonaws.com"
        origin_id   = "web"
        s3_origin_config {
          origin_access_identity = aws_cloudfront_origin_access_identity.site.cloudfront_access_identity_path
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

  example "pass" "an origin access control" {
    resource "aws_cloudfront_origin_access_control" "site" {
      name                              = "site"
      origin_access_control_origin_type = "s3"
      signing_behavior                  = "always"
      signing_protocol                  = "sigv4"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name              = "example-site.s3.us-east-1.amazonaws.com"
        origin_id                = "web"
        origin_access_control_id = aws_cloudfront_origin_access_control.site.id
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

  example "pass" "no S3 origin" {
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

    resource "aws_cloudfront_distribution" "internal" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name = "internal.example.com"
        origin_id   = "web"
        vpc_origin_config {
          vpc_origin_id = "vo_0123456789abcdefABCDEF"
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
      input = true
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      origin {
        domain_name              = "example-site.s3.us-east-1.amazonaws.com"
        origin_id                = "web"
        origin_access_control_id = tobool(terraform_data.later.output) ? "E2EXAMPLE1OAC" : null
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
