control "CloudFront.6" {
  slug     = "cloudfront-web-acl"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Protective services"]
  title = {
    en = "CloudFront distributions are protected by a web ACL"
    ja = "CloudFront ディストリビューションに AWS WAF の Web ACL が関連付けられている"
  }
  why = {
    en = "A web ACL stops injection, bots and floods of requests at the edge, before they reach the application."
    ja = "Web ACL があれば、インジェクション攻撃やボット、大量のリクエストをアプリケーションに届く前にエッジで遮断できます。"
  }
  decides     = "checked"
  config_rule = "cloudfront-associated-with-waf"
  frameworks = {
    "aws-fsbp"       = ["CloudFront.6"]
    "nist-800-53-r5" = ["AC-4(21)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "6.4.1", "6.4.2", "A1.1.3"]
    "aws-well-architected-security" = ["SEC05-BP01"]
  }

  parameter "wafWebAclIds" {
    default = []
    description = {
      en = "ARNs of web ACLs, or IDs of AWS WAF Classic web ACLs, one of which is required; empty: any web ACL"
      ja = "使用を求める Web ACL の ARN (AWS WAF Classic の場合は ID) のリスト。空なら任意の Web ACL"
    }
  }

  check "aws_cloudfront_distribution" {
    enforce {
      condition = is_set(attrs.web_acl_id)
      at        = "web_acl_id"
      error_message = {
        en = "no web ACL protects the distribution"
        ja = "Web ACL が関連付けられていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "protect the distribution with a web ACL"
        ja = "Web ACL を関連付ける"
      }
      warning = {
        en = "Rules of the web ACL that block apply to real viewers at once; try them in count mode first."
        ja = "Web ACL のブロックルールはすぐに実際の閲覧者へ適用されます。先にカウントモードで確認してください。"
      }
      input "cloudfront_web_acl_arn" {
        description = {
          en = "ARN of an AWS WAF web ACL with scope CLOUDFRONT, in us-east-1"
          ja = "us-east-1 にある、スコープが CLOUDFRONT の AWS WAF Web ACL の ARN"
        }
      }
      set = { web_acl_id = var.cloudfront_web_acl_arn }
    }
  }

  check "aws_cloudfront_distribution" {
    enforce {
      condition = any([
        !is_set(attrs.web_acl_id),
        length(param.wafWebAclIds) == 0,
        contains(param.wafWebAclIds, attrs.web_acl_id),
      ])
      at = "web_acl_id"
      error_message = {
        en = "the web ACL is none of those that are required"
        ja = "許可された Web ACL ではないものが関連付けられている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "use a required web ACL"
        ja = "指定の Web ACL に変更する"
      }
      warning = {
        en = "Requests that the present web ACL lets through may be blocked."
        ja = "現在は許可されているリクエストがブロックされることがあります。"
      }
      set = { web_acl_id = param.wafWebAclIds[0] }
    }
  }

  remediation {
    console = {
      en = ["Open the distribution in the CloudFront console.", "On the Security tab choose Edit and enable security protections, or choose a web ACL.", "Save the changes."]
      ja = ["CloudFront コンソールでディストリビューションを開く。", "「セキュリティ」タブで「編集」を選び、保護を有効にするか Web ACL を選択する。", "変更を保存する。"]
    }
    cli = "aws cloudfront associate-distribution-web-acl --id DISTRIBUTION_ID --web-acl-arn WEB_ACL_ARN"
  }

  example "fail" "no web ACL" {
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

  example "fixed" "no web ACL" {
    variable "cloudfront_web_acl_arn" {
      type    = string
      default = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/11111111-2222-3333-4444-555555555555"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"
      web_acl_id          = var.cloudfront_web_acl_arn

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
      default_root_object = "index.html"
      web_acl_id          = ""

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

  example "fail" "another web ACL than the required one" {
    params = { wafWebAclIds = ["11111111-aaaa-bbbb-cccc-555555555555"] }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"
      web_acl_id          = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/11111111-2222-3333-4444-555555555555"

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

  example "fixed" "another web ACL than the required one" {
    params = { wafWebAclIds = ["11111111-aaaa-bbbb-cccc-555555555555"] }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"
      web_acl_id          = "11111111-aaaa-bbbb-cccc-555555555555"

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

  example "pass" "a web ACL that is made with it" {
    resource "aws_wafv2_web_acl" "site" {
      name  = "site"
      scope = "CLOUDFRONT"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"
      web_acl_id          = aws_wafv2_web_acl.site.arn

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

  example "pass" "a required web ACL of AWS WAF Classic" {
    params = { wafWebAclIds = ["11111111-aaaa-bbbb-cccc-555555555555"] }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"
      web_acl_id          = "11111111-aaaa-bbbb-cccc-555555555555"

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
      input = true
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"
      web_acl_id          = tobool(terraform_data.later.output) ? "arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/11111111-2222-3333-4444-555555555555" : null

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
