control "S3.10" {
  slug     = "s3-versioned-bucket-lifecycle"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "Versioned S3 buckets have an active lifecycle rule"
    ja = "バージョニングが有効な S3 バケットにライフサイクルルールがある"
  }
  why = {
    en = "With versioning, deleted and overwritten objects stay. Without a lifecycle rule they pile up: costs grow, and data that should be gone can still be read."
    ja = "バージョニングが有効だと、削除や上書きをしたオブジェクトも残ります。ライフサイクルルールがないと溜まり続けて費用が増え、消えているはずのデータも読めてしまいます。"
  }
  decides     = "checked"
  config_rule = "s3-version-lifecycle-policy-check"
  frameworks = {
    "aws-fsbp"       = ["S3.10"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "CP-9", "SC-5(2)", "SI-13(5)"]
  }

  check "aws_s3_bucket" {
    filter = any([
      any([for versioning in companions("aws_s3_bucket_versioning", "bucket") : one(versioning.versioning_configuration[*].status) == "Enabled"]),
      default(one(attrs.versioning[*].enabled), false),
    ])
    locals {
      lifecycles = companions("aws_s3_bucket_lifecycle_configuration", "bucket")
    }
    enforce {
      condition = any([
        any([for lifecycle in local.lifecycles : any([for rule in lifecycle.rule : rule.status == "Enabled"])]),
        any([for rule in attrs.lifecycle_rule : rule.enabled]),
      ])
      error_message = {
        en = "the versioned bucket has no active lifecycle rule"
        ja = "バージョニングが有効なバケットに、有効なライフサイクルルールがない"
      }
    }
    fix {
      when   = exists(local.lifecycles)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "activate the first lifecycle rule"
        ja = "最初のライフサイクルルールを有効にする"
      }
      warning = {
        en = "Objects that the rule covers may be deleted or moved: read the rule first."
        ja = "ルールの対象となるオブジェクトが削除されたり移動したりします。先にルールの内容を確認してください。"
      }
      on  = local.lifecycles[0]
      set = { "rule[0].status" = "Enabled" }
    }
    fix {
      when   = length(attrs.lifecycle_rule) > 0
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "activate the first lifecycle rule"
        ja = "最初のライフサイクルルールを有効にする"
      }
      warning = {
        en = "Objects that the rule covers may be deleted or moved: read the rule first."
        ja = "ルールの対象となるオブジェクトが削除されたり移動したりします。先にルールの内容を確認してください。"
      }
      set = { "lifecycle_rule[0].enabled" = true }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "delete noncurrent versions after some time"
        ja = "非現行バージョンを一定期間後に削除する"
      }
      warning = {
        en = "Noncurrent versions that are older are deleted for good."
        ja = "期間を過ぎた非現行バージョンは完全に削除されます。"
      }
      input "s3_noncurrent_version_days" {
        description = {
          en = "Days for which noncurrent versions of objects are kept"
          ja = "オブジェクトの非現行バージョンを保持する日数"
        }
      }
      resource "aws_s3_bucket_lifecycle_configuration" {
        bucket = self.id
        rule {
          id     = "noncurrent-versions"
          status = "Enabled"
          filter {}
          noncurrent_version_expiration {
            noncurrent_days = var.s3_noncurrent_version_days
          }
          abort_incomplete_multipart_upload {
            days_after_initiation = 7
          }
        }
      }
    }
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Management.", "Create a lifecycle rule for all objects that deletes noncurrent versions after some time.", "Save it as enabled."]
      ja = ["S3 コンソールでバケットを開き、「管理」タブを選ぶ。", "すべてのオブジェクトを対象に、非現行バージョンを一定期間後に削除するライフサイクルルールを作る。", "有効な状態で保存する。"]
    }
    cli = "aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration file://lifecycle.json"
  }

  example "fail" "no rule" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_versioning" "data" {
      bucket = aws_s3_bucket.data.id
      versioning_configuration {
        status = "Enabled"
      }
    }
  }

  example "fixed" "no rule" {
    variable "s3_noncurrent_version_days" {
      type    = number
      default = 90
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_versioning" "data" {
      bucket = aws_s3_bucket.data.id
      versioning_configuration {
        status = "Enabled"
      }
    }

    resource "aws_s3_bucket_lifecycle_configuration" "data" {
      bucket = aws_s3_bucket.data.id
      rule {
        id     = "noncurrent-versions"
        status = "Enabled"
        filter {}
        noncurrent_version_expiration {
          noncurrent_days = var.s3_noncurrent_version_days
        }
        abort_incomplete_multipart_upload {
          days_after_initiation = 7
        }
      }
    }
  }

  example "fail" "the rule is off" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_versioning" "data" {
      bucket = aws_s3_bucket.data.id
      versioning_configuration {
        status = "Enabled"
      }
    }

    resource "aws_s3_bucket_lifecycle_configuration" "data" {
      bucket = aws_s3_bucket.data.id
      rule {
        id     = "old"
        status = "Disabled"
        filter {}
        noncurrent_version_expiration {
          noncurrent_days = 30
        }
      }
    }
  }

  example "fixed" "the rule is off" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_versioning" "data" {
      bucket = aws_s3_bucket.data.id
      versioning_configuration {
        status = "Enabled"
      }
    }

    resource "aws_s3_bucket_lifecycle_configuration" "data" {
      bucket = aws_s3_bucket.data.id
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        noncurrent_version_expiration {
          noncurrent_days = 30
        }
      }
    }
  }

  example "fail" "inline, the rule is off" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      versioning {
        enabled = true
      }
      lifecycle_rule {
        id      = "old"
        enabled = false
        noncurrent_version_expiration {
          days = 30
        }
      }
    }
  }

  example "fixed" "inline, the rule is off" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      versioning {
        enabled = true
      }
      lifecycle_rule {
        id      = "old"
        enabled = true
        noncurrent_version_expiration {
          days = 30
        }
      }
    }
  }

  example "pass" "one of two rules is on" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_versioning" "data" {
      bucket = aws_s3_bucket.data.id
      versioning_configuration {
        status = "Enabled"
      }
    }

    resource "aws_s3_bucket_lifecycle_configuration" "data" {
      bucket = aws_s3_bucket.data.id
      rule {
        id     = "archive"
        status = "Disabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
      }
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        noncurrent_version_expiration {
          noncurrent_days = 30
        }
      }
    }
  }

  example "pass" "inline, and a bucket without versioning" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      versioning {
        enabled = true
      }
      lifecycle_rule {
        enabled = true
        expiration {
          days = 365
        }
      }
    }

    resource "aws_s3_bucket" "plain" {
      bucket = "example-plain"
    }

    resource "aws_s3_bucket" "suspended" {
      bucket = "example-suspended"
    }

    resource "aws_s3_bucket_versioning" "suspended" {
      bucket = aws_s3_bucket.suspended.id
      versioning_configuration {
        status = "Suspended"
      }
    }
  }

  example "unknown" "the rule's status is decided at apply" {
    resource "terraform_data" "status" {
      input = "Enabled"
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_versioning" "data" {
      bucket = aws_s3_bucket.data.id
      versioning_configuration {
        status = "Enabled"
      }
    }

    resource "aws_s3_bucket_lifecycle_configuration" "data" {
      bucket = aws_s3_bucket.data.id
      rule {
        id     = "old"
        status = terraform_data.status.output
        filter {}
        noncurrent_version_expiration {
          noncurrent_days = 30
        }
      }
    }
  }
}
