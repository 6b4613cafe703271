control "CloudTrail.4" {
  slug     = "cloudtrail-log-file-validation"
  aliases  = []
  severity = "low"
  category = ["Data protection", "Data integrity"]
  title = {
    en = "CloudTrail trails sign digests of their log files"
    ja = "CloudTrail の証跡でログファイルの検証が有効になっている"
  }
  why = {
    en = "Whoever can write to the log bucket can remove the traces of an attack. Signed digests show whether a log file has been changed or deleted since it was delivered."
    ja = "ログのバケットに書き込める人は、攻撃の痕跡を消すこともできます。署名付きのダイジェストがあれば、配信後にログファイルが改ざんや削除をされていないか確かめられます。"
  }
  decides     = "checked"
  config_rule = "cloud-trail-log-file-validation-enabled"
  frameworks = {
    "aws-fsbp"       = ["CloudTrail.4"]
    "pci-dss-3.2.1"  = ["10.5.2", "10.5.5"]
    "cis-aws-1.2"    = ["2.2"]
    "cis-aws-1.4"    = ["3.2"]
    "nist-800-53-r5" = ["AU-9", "SI-4", "SI-7(1)", "SI-7(3)", "SI-7(7)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["3.2"]
    "cis-aws-5.0"                   = ["3.2"]
    "pci-dss-4.0"                   = ["10.3.2", "10.3.3", "10.3.4", "A1.2.1"]
    "aws-well-architected-security" = ["SEC06-BP01", "SEC06-BP06"]
    "iso-27001-2022"                = ["A.8.15", "A.8.16"]
    "soc2"                          = ["cc_7_3", "pi_1_3"]
    "nist-csf-2.0"                  = ["ds_6", "pt_1"]
  }

  check "aws_cloudtrail" {
    enforce {
      condition = default(attrs.enable_log_file_validation, false)
      at        = "enable_log_file_validation"
      error_message = {
        en = "changes to the trail's log files would go unnoticed"
        ja = "証跡のログファイルの検証が無効になっている"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "validate log files"
        ja = "ログファイルの検証を有効にする"
      }
      set = { enable_log_file_validation = true }
    }
  }

  remediation {
    console = {
      en = ["Open the trail in the CloudTrail console and edit General details.", "Under Additional settings enable Log file validation.", "Save the changes."]
      ja = ["CloudTrail コンソールで証跡を開き、「一般的な詳細」を編集する。", "「その他の設定」で「ログファイルの検証」を有効にする。", "変更を保存する。"]
    }
    cli = "aws cloudtrail update-trail --name TRAIL --enable-log-file-validation"
  }

  example "fail" "left out" {
    resource "aws_cloudtrail" "this" {
      name           = "example"
      s3_bucket_name = "example-log-archive"
    }
  }

  example "fixed" "left out" {
    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      enable_log_file_validation = true
    }
  }

  example "fail" "switched off by a variable" {
    variable "validate" {
      type    = bool
      default = false
    }

    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      enable_log_file_validation = var.validate
    }
  }

  example "fixed" "switched off by a variable" {
    variable "validate" {
      type    = bool
      default = true
    }

    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      enable_log_file_validation = var.validate
    }
  }

  example "pass" "switched on" {
    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      enable_log_file_validation = true
    }
  }

  example "pass" "switched on for several trails" {
    resource "aws_cloudtrail" "this" {
      for_each                   = toset(["management", "data"])
      name                       = each.key
      s3_bucket_name             = "example-log-archive"
      enable_log_file_validation = each.key != ""
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "validate" {
      input = true
    }

    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      enable_log_file_validation = tobool(terraform_data.validate.output)
    }
  }
}
