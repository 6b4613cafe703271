control "CloudFront.4" {
  slug     = "cloudfront-origin-failover"
  aliases  = []
  severity = "low"
  category = ["Recover", "Resilience", "High availability"]
  title = {
    en = "CloudFront distributions fail over to a second origin"
    ja = "CloudFront ディストリビューションでオリジンフェイルオーバーが設定されている"
  }
  why = {
    en = "With a single origin the site is down whenever the origin is. An origin group sends requests to a second origin as soon as the first fails."
    ja = "オリジンが 1 つだけだと、その障害がそのままサイトの停止につながります。オリジングループを設定すれば、障害時に自動で予備のオリジンへ切り替わります。"
  }
  decides     = "checked"
  config_rule = "cloudfront-origin-failover-enabled"
  frameworks = {
    "aws-fsbp"       = ["CloudFront.4"]
    "nist-800-53-r5" = ["CP-10", "SC-36", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.14"]
    "nist-csf-2.0"   = ["pt_5"]
  }

  check "aws_cloudfront_distribution" {
    locals {
      primary = one(attrs.default_cache_behavior[*].target_origin_id)
    }
    enforce {
      condition = length(attrs.origin_group) > 0
      at        = "origin_group"
      error_message = {
        en = "the distribution has no origin group to fail over with"
        ja = "フェイルオーバー用のオリジングループがない"
      }
    }
    fix {
      when   = length(attrs.origin) == 1 && one(flatten(attrs.origin[*].custom_origin_config[*].https_port)) != null && length(setsubtract(one(attrs.default_cache_behavior[*].allowed_methods), ["GET", "HEAD", "OPTIONS"])) == 0
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "fail over to a second origin"
        ja = "予備のオリジンへフェイルオーバーする"
      }
      warning = {
        en = "The second origin must serve the same content before it is added."
        ja = "予備のオリジンは、同じ内容を返せる状態にしてから追加してください。"
      }
      input "cloudfront_backup_origin_domain_name" {
        description = {
          en = "Domain name of a second origin that serves the same content over HTTPS"
          ja = "同じ内容を HTTPS で返す予備のオリジンのドメイン名"
        }
      }
      block "origin" {
        domain_name = var.cloudfront_backup_origin_domain_name
        origin_id   = "failover-backup"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
      block "origin_group" {
        origin_id = "failover"
        failover_criteria {
          status_codes = [500, 502, 503, 504]
        }
        member {
          origin_id = local.primary
        }
        member {
          origin_id = "failover-backup"
        }
      }
      set = { "default_cache_behavior.target_origin_id" = "failover" }
    }
    no_fix = {
      en = "a second origin has to hold the same content first: set it up, add it as an origin, put both into an origin_group, and let the cache behaviors target the group; a group serves only GET, HEAD and OPTIONS"
      ja = "同じ内容を持つ予備のオリジンを先に用意する必要がある。用意できたら origin を追加し、両方を origin_group に入れて、キャッシュビヘイビアの target_origin_id をグループに変更する (グループで使えるメソッドは GET、HEAD、OPTIONS のみ)"
    }
  }

  remediation {
    console = {
      en = ["Open the distribution in the CloudFront console.", "On the Origins tab choose Create origin group, and add two origins and the failover criteria.", "On the Behaviors tab let the behaviors use the group."]
      ja = ["CloudFront コンソールでディストリビューションを開く。", "「オリジン」タブで「オリジングループの作成」を選び、2 つのオリジンとフェイルオーバー条件を指定する。", "「ビヘイビア」タブで、オリジンとしてそのグループを選ぶ。"]
    }
    cli = "aws cloudfront update-distribution --id DISTRIBUTION_ID --if-match ETAG --distribution-config file://distribution.json"
  }

  example "fail" "one origin" {
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

  example "fixed" "one origin" {
    variable "cloudfront_backup_origin_domain_name" {
      type    = string
      default = "backup.example.com"
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

      origin {
        domain_name = var.cloudfront_backup_origin_domain_name
        origin_id   = "failover-backup"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      origin_group {
        origin_id = "failover"
        failover_criteria {
          status_codes = [500, 502, 503, 504]
        }
        member {
          origin_id = "web"
        }
        member {
          origin_id = "failover-backup"
        }
      }

      default_cache_behavior {
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
        target_origin_id       = "failover"
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

  example "fail" "two origins without a group" {
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
        domain_name = "backup.example.com"
        origin_id   = "backup"
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

  example "pass" "an origin group" {
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
        domain_name = "backup.example.com"
        origin_id   = "backup"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      origin_group {
        origin_id = "failover"
        failover_criteria {
          status_codes = [500, 502, 503, 504]
        }
        member {
          origin_id = "web"
        }
        member {
          origin_id = "backup"
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

  example "pass" "a group made by a dynamic block" {
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
        domain_name = "backup.example.com"
        origin_id   = "backup"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      dynamic "origin_group" {
        for_each = ["failover"]
        content {
          origin_id = "failover"
          failover_criteria {
            status_codes = [500, 502, 503, 504]
          }
          member {
            origin_id = "web"
          }
          member {
            origin_id = "backup"
          }
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
        domain_name = "backup.example.com"
        origin_id   = "backup"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }

      dynamic "origin_group" {
        for_each = tobool(terraform_data.later.output) ? ["failover"] : []
        content {
          origin_id = "failover"
          failover_criteria {
            status_codes = [500, 502, 503, 504]
          }
          member {
            origin_id = "web"
          }
          member {
            origin_id = "backup"
          }
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
