control "CloudTrail.2" {
  slug     = "cloudtrail-kms-encryption"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "CloudTrail trails encrypt their log files with a KMS key"
    ja = "CloudTrail の証跡のログファイルが KMS キーで暗号化されている"
  }
  why = {
    en = "Log files tell who did what in the account and make a map for an attacker. With a KMS key, reading them takes permission on the key besides permission on the bucket, and every use of the key is recorded."
    ja = "ログファイルには誰が何をしたかが記録されており、攻撃者にとっては格好の手がかりです。KMS キーで暗号化しておけば、バケットの権限に加えてキーの権限がないと読めず、キーの使用履歴も残ります。"
  }
  decides     = "checked"
  config_rule = "cloud-trail-encryption-enabled"
  frameworks = {
    "aws-fsbp"       = ["CloudTrail.2"]
    "pci-dss-3.2.1"  = ["3.4"]
    "cis-aws-1.2"    = ["2.7"]
    "cis-aws-1.4"    = ["3.7"]
    "nist-800-53-r5" = ["AU-9", "CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["3.5"]
    "cis-aws-5.0"                   = ["3.5"]
    "pci-dss-4.0"                   = ["10.3.2", "10.3.3", "10.3.4", "3.5.1", "8.3.2", "A1.2.1"]
    "aws-well-architected-security" = ["SEC08-BP02"]
    "iso-27001-2022"                = ["A.8.11", "A.8.15", "A.8.16", "A.8.24"]
    "nist-csf-2.0"                  = ["ds_1", "ds_5", "pt_1", "pt_4"]
  }

  check "aws_cloudtrail" {
    enforce {
      condition = is_set(attrs.kms_key_id)
      at        = "kms_key_id"
      error_message = {
        en = "the trail's log files are not encrypted with a KMS key"
        ja = "証跡のログファイルが KMS キーで暗号化されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "encrypt the log files with a KMS key"
        ja = "ログファイルを KMS キーで暗号化する"
      }
      warning = {
        en = "The key's policy must let CloudTrail use it, and people who read the logs need kms:Decrypt."
        ja = "キーポリシーで CloudTrail に使用を許可し、ログを読む人には kms:Decrypt を付与してください。"
      }
      input "cloudtrail_kms_key_arn" {
        description = {
          en = "ARN of a KMS key in the bucket's Region whose policy lets CloudTrail encrypt"
          ja = "ログのバケットと同じリージョンにあり、CloudTrail に暗号化を許可している KMS キーの ARN"
        }
      }
      set = { kms_key_id = var.cloudtrail_kms_key_arn }
    }
  }

  remediation {
    console = {
      en = ["Open the trail in the CloudTrail console and edit General details.", "Enable Log file SSE-KMS encryption, and choose or create a key.", "Save the changes."]
      ja = ["CloudTrail コンソールで証跡を開き、「一般的な詳細」を編集する。", "「ログファイルの SSE-KMS 暗号化」を有効にし、キーを選ぶか新しく作る。", "変更を保存する。"]
    }
    cli = "aws cloudtrail update-trail --name TRAIL --kms-key-id KEY_ARN"
  }

  example "fail" "left out" {
    resource "aws_cloudtrail" "this" {
      name           = "example"
      s3_bucket_name = "example-log-archive"
    }
  }

  example "fixed" "left out" {
    variable "cloudtrail_kms_key_arn" {
      type    = string
      default = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
    }

    resource "aws_cloudtrail" "this" {
      name           = "example"
      s3_bucket_name = "example-log-archive"
      kms_key_id     = var.cloudtrail_kms_key_arn
    }
  }

  example "fail" "empty by a variable" {
    variable "key" {
      type    = string
      default = ""
    }

    resource "aws_cloudtrail" "this" {
      name                  = "example"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      kms_key_id            = var.key
    }
  }

  example "pass" "a key of the same configuration" {
    resource "aws_kms_key" "logs" {
      description         = "logs"
      enable_key_rotation = true
    }

    resource "aws_cloudtrail" "this" {
      name           = "example"
      s3_bucket_name = "example-log-archive"
      kms_key_id     = aws_kms_key.logs.arn
    }
  }

  example "pass" "a key by its ARN" {
    resource "aws_cloudtrail" "this" {
      name           = "example"
      s3_bucket_name = "example-log-archive"
      kms_key_id     = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "encrypt" {
      input = true
    }

    resource "aws_cloudtrail" "this" {
      name           = "example"
      s3_bucket_name = "example-log-archive"
      kms_key_id     = tobool(terraform_data.encrypt.output) ? "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555" : null
    }
  }
}
