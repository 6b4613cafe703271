control "S3.9" {
  slug     = "s3-bucket-access-logging"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "S3 buckets log access to a log bucket"
    ja = "S3 バケットでサーバーアクセスログ記録が有効になっている"
  }
  why = {
    en = "Access logs tell who read or changed which object. Without them a leak cannot be traced or its extent told."
    ja = "アクセスログには、誰がどのオブジェクトを読み書きしたかが残ります。ログがないと、漏えいの経路や範囲を突き止められません。"
  }
  decides = "checked"
  notes = {
    en = "Buckets that take the logs of others are not judged, as in AWS's check."
    ja = "AWS の判定と同じく、ほかのバケットのログを受け取るバケットは対象外です。"
  }
  config_rule = "s3-bucket-logging-enabled"
  frameworks = {
    "aws-fsbp"       = ["S3.9"]
    "nist-800-53-r5" = ["AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SC-7(9)", "SI-3(8)", "SI-4(20)", "SI-7(8)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.6.3", "5.3.4", "A1.2.1"]
    "aws-well-architected-security" = ["SEC04-BP01"]
    "iso-27001-2022"                = ["A.8.15"]
    "soc2"                          = ["cc_7_2", "cc_7_3", "cc_a_1_1"]
  }

  check "aws_s3_bucket" {
    # Whether it takes logs itself is asked only of a bucket that is not logged: what takes them may not be known yet.
    filter = local.logged || !exists(concat(companions("aws_s3_bucket_logging", "target_bucket"), companions("aws_s3_bucket", "logging[*].target_bucket")))
    locals {
      logged = exists(companions("aws_s3_bucket_logging", "bucket")) || is_set(one(attrs.logging[*].target_bucket))
    }
    enforce {
      condition = local.logged
      error_message = {
        en = "access to the bucket is not logged"
        ja = "バケットのサーバーアクセスログが記録されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "log access to a log bucket"
        ja = "ログ用のバケットにアクセスログを記録する"
      }
      warning = {
        en = "The log bucket must be in the same Region, and its policy must let logging.s3.amazonaws.com put objects."
        ja = "ログ用のバケットは同じリージョンにあり、logging.s3.amazonaws.com からの書き込みをポリシーで許可している必要があります。"
      }
      input "s3_access_log_bucket" {
        description = {
          en = "Name of the bucket that takes access logs"
          ja = "アクセスログを受け取るバケットの名前"
        }
      }
      resource "aws_s3_bucket_logging" {
        bucket        = self.id
        target_bucket = var.s3_access_log_bucket
        target_prefix = "${self.id}/"
      }
    }
  }

  check "aws_s3_bucket_logging" {
    operations = ["delete", "replace"]
    filter     = !manages(prior_attrs.bucket, "aws_s3_bucket")
    enforce {
      condition = exists(holders("aws_s3_bucket_logging", "bucket", prior_attrs.bucket))
      error_message = {
        en = "the plan takes the access log from ${prior_attrs.bucket}"
        ja = "このプランで ${prior_attrs.bucket} のサーバーアクセスログの設定が削除される"
      }
    }
    no_fix = {
      en = "if the bucket is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "バケットを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Properties.", "Under Server access logging choose Edit and enable it.", "Choose the log bucket and save."]
      ja = ["S3 コンソールでバケットを開き、「プロパティ」タブを選ぶ。", "「サーバーアクセスのログ記録」の「編集」を押し、有効にする。", "ログ用のバケットを選んで保存する。"]
    }
    cli = "aws s3api put-bucket-logging --bucket BUCKET --bucket-logging-status '{\"LoggingEnabled\":{\"TargetBucket\":\"LOG_BUCKET\",\"TargetPrefix\":\"BUCKET/\"}}'"
  }

  example "fail" "no logging" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "fixed" "no logging" {
    variable "s3_access_log_bucket" {
      type    = string
      default = "example-access-logs"
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_logging" "data" {
      bucket        = aws_s3_bucket.data.id
      target_bucket = var.s3_access_log_bucket
      target_prefix = "${aws_s3_bucket.data.id}/"
    }
  }

  example "fail" "another bucket is logged" {
    expect = { "aws_s3_bucket.data" = "pass" }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_logging" "data" {
      bucket        = aws_s3_bucket.data.id
      target_bucket = "example-access-logs"
      target_prefix = "data/"
    }

    resource "aws_s3_bucket" "exports" {
      bucket = "example-exports"
    }
  }

  example "pass" "a log bucket of the same configuration" {
    resource "aws_s3_bucket" "logs" {
      bucket = "example-access-logs"
    }

    resource "aws_s3_bucket" "this" {
      for_each = toset(["example-data", "example-exports"])
      bucket   = each.key
    }

    resource "aws_s3_bucket_logging" "this" {
      for_each      = aws_s3_bucket.this
      bucket        = each.value.id
      target_bucket = aws_s3_bucket.logs.id
      target_prefix = "${each.key}/"
    }
  }

  example "pass" "inline, with its log bucket" {
    resource "aws_s3_bucket" "logs" {
      bucket = "example-access-logs"
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      logging {
        target_bucket = aws_s3_bucket.logs.id
        target_prefix = "data/"
      }
    }
  }

  example "unknown" "which bucket is logged is decided at apply" {
    resource "terraform_data" "flag" {
      input = true
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_logging" "data" {
      bucket        = tobool(terraform_data.flag.output) ? "example-data" : "example-exports"
      target_bucket = "example-access-logs"
      target_prefix = "data/"
    }
  }

  example "fail" "taken from a bucket of another configuration" {
    prior {
      resource "aws_s3_bucket_logging" "data" {
        bucket        = "example-data"
        target_bucket = "example-logs"
        target_prefix = "data/"
      }
    }
  }

  example "pass" "taken away together with the bucket" {
    prior {
      resource "aws_s3_bucket" "data" {
        bucket = "example-data"
      }

      resource "aws_s3_bucket_logging" "data" {
        bucket        = aws_s3_bucket.data.bucket
        target_bucket = "example-logs"
        target_prefix = "data/"
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_s3_bucket_logging" "old" {
        bucket        = "example-data"
        target_bucket = "example-logs"
        target_prefix = "data/"
      }
    }

    resource "aws_s3_bucket_logging" "new" {
      bucket        = "example-data"
      target_bucket = "example-logs"
      target_prefix = "data/"
    }
  }
}
