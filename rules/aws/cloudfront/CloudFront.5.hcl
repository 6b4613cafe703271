control "CloudFront.5" {
  slug     = "cloudfront-access-logs"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "CloudFront distributions write access logs"
    ja = "CloudFront ディストリビューションのアクセスログが有効になっている"
  }
  why = {
    en = "Access logs show who asked for what and from where. Without them an attack on the site cannot be traced, and abuse stays unseen."
    ja = "アクセスログがないと、誰がどこから何にアクセスしたのかが分からず、攻撃の追跡も不正利用の発見もできません。"
  }
  decides = "checked"
  notes = {
    en = "As in AWS's check only standard logging (legacy) counts; real-time logs and the newer log delivery do not."
    ja = "AWS の判定と同じく、標準ログ (レガシー) だけを対象とします。リアルタイムログや新しいログ配信は考慮しません。"
  }
  config_rule = "cloudfront-accesslogs-enabled"
  frameworks = {
    "aws-fsbp"       = ["CloudFront.5"]
    "nist-800-53-r5" = ["AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SC-7(9)", "SI-3(8)", "SI-4(20)", "SI-7(8)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.6.3", "5.3.4", "A1.2.1"]
    "aws-well-architected-security" = ["SEC04-BP01"]
    "iso-27001-2022"                = ["A.8.15", "A.8.16"]
    "soc2"                          = ["cc_a_1_1", "pi_1_2"]
  }

  parameter "S3BucketName" {
    default = ""
    description = {
      en = "Name of the bucket that must take the logs; empty: any bucket"
      ja = "ログの保存先とするバケットの名前。空文字列なら任意のバケット"
    }
  }

  check "aws_cloudfront_distribution" {
    enforce {
      condition = length(attrs.logging_config) > 0
      at        = "logging_config"
      error_message = {
        en = "the distribution writes no access logs"
        ja = "アクセスログが無効になっている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "write access logs to a bucket"
        ja = "アクセスログをバケットに記録する"
      }
      input "cloudfront_log_bucket_domain_name" {
        description = {
          en = "Domain name of the bucket for CloudFront access logs, such as example-logs.s3.amazonaws.com; its object ownership must permit ACLs"
          ja = "CloudFront のアクセスログを保存するバケットのドメイン名 (example-logs.s3.amazonaws.com など)。オブジェクト所有権で ACL が有効なバケットに限る"
        }
      }
      set = { "logging_config.bucket" = var.cloudfront_log_bucket_domain_name }
    }
  }

  check "aws_cloudfront_distribution" {
    each = "logging_config"
    enforce {
      condition = any([
        param.S3BucketName == "",
        startswith(each.value.bucket, "${param.S3BucketName}.s3"),
      ])
      at = "bucket"
      error_message = {
        en = "access logs go to ${each.value.bucket}, not to ${param.S3BucketName}"
        ja = "アクセスログの保存先が ${param.S3BucketName} ではなく ${each.value.bucket} になっている"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "write access logs to ${param.S3BucketName}"
        ja = "アクセスログを ${param.S3BucketName} に記録する"
      }
      set = { bucket = "${param.S3BucketName}.s3.amazonaws.com" }
    }
  }

  remediation {
    console = {
      en = ["Open the distribution in the CloudFront console.", "On the Logging tab choose to add a log destination.", "Choose Amazon S3 (Legacy), the bucket and a prefix, and save."]
      ja = ["CloudFront コンソールでディストリビューションを開く。", "「ログ記録」タブでログの送信先を追加する。", "「Amazon S3 (Legacy)」を選び、バケットとプレフィックスを指定して保存する。"]
    }
    cli = "aws cloudfront update-distribution --id DISTRIBUTION_ID --if-match ETAG --distribution-config file://distribution.json"
  }

  example "fail" "no logs" {
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

  example "fixed" "no logs" {
    variable "cloudfront_log_bucket_domain_name" {
      type    = string
      default = "example-logs.s3.amazonaws.com"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      logging_config {
        bucket = var.cloudfront_log_bucket_domain_name
      }

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

  example "fail" "logs in another bucket than the one for logs" {
    params = { S3BucketName = "example-logs" }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      logging_config {
        bucket = "example-data.s3.amazonaws.com"
      }

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

  example "fixed" "logs in another bucket than the one for logs" {
    params = { S3BucketName = "example-logs" }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      logging_config {
        bucket = "example-logs.s3.amazonaws.com"
      }

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

  example "pass" "logs in a bucket that is made with it" {
    resource "aws_s3_bucket" "logs" {
      bucket = "example-logs"
    }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      logging_config {
        bucket = aws_s3_bucket.logs.bucket_domain_name
      }

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

  example "pass" "logs in the bucket for logs" {
    params = { S3BucketName = "example-logs" }

    resource "aws_cloudfront_distribution" "site" {
      enabled             = true
      default_root_object = "index.html"

      logging_config {
        bucket = "example-logs.s3.amazonaws.com"
      }

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

      dynamic "logging_config" {
        for_each = tobool(terraform_data.later.output) ? ["example-logs.s3.amazonaws.com"] : []
        content {
          bucket = logging_config.value
        }
      }

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
