control "EC2.7" {
  slug     = "ebs-default-encryption-enabled"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "EBS default encryption is switched on"
    ja = "EBS のデフォルト暗号化が有効になっている"
  }
  why = {
    en = "With default encryption every new volume and snapshot copy in the Region is encrypted, also those that are made by hand or by another tool. Without it one forgotten argument leaves data in the clear."
    ja = "デフォルト暗号化を有効にすると、手作業や他のツールで作られたものも含め、そのリージョンの新しいボリュームとスナップショットのコピーがすべて暗号化されます。無効のままだと、指定漏れ一つで平文のデータが残ります。"
  }
  decides = "checked"
  notes = {
    en = "The setting belongs to a Region; each Region that the configuration uses is judged."
    ja = "この設定はリージョン単位のため、構成で使っているリージョンごとに判定します。"
  }
  config_rule = "ec2-ebs-encryption-by-default"
  frameworks = {
    "aws-fsbp"       = ["EC2.7"]
    "cis-aws-1.4"    = ["2.2.1"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC08-BP02"]
    "iso-27001-2022"                = ["A.8.11", "A.8.24"]
  }

  check "account" {
    per = "region"
    # One that does not do is judged itself.
    filter = !exists(local.settings) || possible(local.satisfied)
    locals {
      settings  = in_scope("aws_ebs_encryption_by_default")
      satisfied = any([for setting in local.settings : default(setting.enabled, true)])
    }
    enforce {
      condition = local.satisfied
      error_message = {
        en = "default encryption is not switched on in ${default(meta.region, "this Region")}"
        ja = "${default(meta.region, "このリージョン")} で EBS のデフォルト暗号化が有効になっていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "switch on default encryption"
        ja = "デフォルト暗号化を有効にする"
      }
      warning = {
        en = "New snapshots are encrypted with a key of this account: images shared with other accounts need a customer managed key."
        ja = "以後のスナップショットはこのアカウントのキーで暗号化されます。他のアカウントと共有する AMI にはカスタマー管理キーが必要です。"
      }
      resource "aws_ebs_encryption_by_default" "enabled" {
        enabled = true
      }
    }
  }

  check "aws_ebs_encryption_by_default" {
    enforce {
      condition = default(attrs.enabled, true)
      at        = "enabled"
      error_message = {
        en = "default encryption is switched off"
        ja = "EBS のデフォルト暗号化が無効になっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "switch on default encryption"
        ja = "デフォルト暗号化を有効にする"
      }
      warning = {
        en = "New snapshots are encrypted with a key of this account: images shared with other accounts need a customer managed key."
        ja = "以後のスナップショットはこのアカウントのキーで暗号化されます。他のアカウントと共有する AMI にはカスタマー管理キーが必要です。"
      }
      set = { enabled = true }
    }
  }

  check "aws_ebs_encryption_by_default" {
    operations = ["delete"]
    filter     = !account_judged()
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan takes away default encryption in ${default(meta.region, "this Region")}"
        ja = "このプランで ${default(meta.region, "このリージョン")} のデフォルト暗号化が削除される"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the EC2 console in the Region.", "Under Account attributes choose Data protection and security, and manage EBS encryption.", "Enable it, choose a key, and update.", "Repeat in every Region in use."]
      ja = ["対象リージョンの EC2 コンソールを開く。", "「アカウントの属性」の「データ保護とセキュリティ」で EBS 暗号化の「管理」を選ぶ。", "「有効化」にしてキーを選び、更新する。", "利用している全リージョンで繰り返す。"]
    }
    cli = "aws ec2 enable-ebs-encryption-by-default --region REGION"
  }

  example "fail" "not declared" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "not declared" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_ebs_encryption_by_default" "enabled" {
      enabled = true
    }
  }

  example "fail" "switched off" {
    resource "aws_ebs_encryption_by_default" "this" {
      enabled = false
    }
  }

  example "fixed" "switched off" {
    resource "aws_ebs_encryption_by_default" "this" {
      enabled = true
    }
  }

  example "pass" "enabled is the default" {
    resource "aws_ebs_encryption_by_default" "this" {}
  }

  example "pass" "enabled by a variable" {
    variable "encrypt" {
      type    = bool
      default = true
    }

    resource "aws_ebs_encryption_by_default" "this" {
      enabled = var.encrypt
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "encrypt" {
      input = true
    }

    resource "aws_ebs_encryption_by_default" "this" {
      enabled = tobool(terraform_data.encrypt.output)
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_ebs_encryption_by_default" "this" {
        enabled = true
      }
    }
  }

  example "pass" "the account fails where it is judged, and what is taken away is not told twice" {
    expect = { "" = "fail" }
    prior {
      resource "aws_ebs_encryption_by_default" "this" {
        enabled = true
      }

      resource "aws_iam_account_alias" "this" {
        account_alias = "example-production"
      }
    }

    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }
}
