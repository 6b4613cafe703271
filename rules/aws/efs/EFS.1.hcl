control "EFS.1" {
  slug     = "efs-file-system-encrypted"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "EFS file systems are encrypted at rest"
    ja = "EFS ファイルシステムで保管時の暗号化が有効になっている"
  }
  why = {
    en = "Files of many servers meet on one file system. Unencrypted, they are readable to whoever gets at the storage or a backup beneath it, and encryption cannot be added later."
    ja = "EFS には多くのサーバーのファイルが集まります。暗号化していないと、ストレージやバックアップを入手した相手に読まれるおそれがあり、後から暗号化することもできません。"
  }
  decides = "checked"
  notes = {
    en = "Which key encrypts the file system does not matter here."
    ja = "暗号化に使うキーの種類は問いません。"
  }
  config_rule = "efs-encrypted-check"
  frameworks = {
    "aws-fsbp"       = ["EFS.1"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["2.4.1"]
    "cis-aws-5.0"                   = ["2.3.1"]
    "pci-dss-4.0"                   = ["3.5.1", "8.3.2"]
    "aws-well-architected-security" = ["SEC08-BP02"]
    "iso-27001-2022"                = ["A.8.11", "A.8.24"]
    "nist-csf-2.0"                  = ["be_5", "ds_1"]
  }

  check "aws_efs_file_system" {
    enforce {
      condition = default(attrs.encrypted, false)
      at        = "encrypted"
      error_message = {
        en = "the file system is not encrypted"
        ja = "ファイルシステムが暗号化されていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the file system"
        ja = "ファイルシステムを暗号化する"
      }
      warning = {
        en = "The file system is deleted and created anew, and its files are lost. Copy them first, with AWS Backup, DataSync or a replication to an encrypted file system, and expect mount targets to be replaced too."
        ja = "ファイルシステムは削除して作り直され、ファイルは失われます。先に AWS Backup、DataSync、または暗号化済みファイルシステムへのレプリケーションでデータを退避してください。マウントターゲットも作り直しになります。"
      }
      set = { encrypted = true }
    }
  }

  remediation {
    console = {
      en = ["Create a new file system in the EFS console with Customize, and keep Enable encryption of data at rest ticked.", "Copy the files with AWS DataSync or restore an AWS Backup recovery point into it.", "Mount the new file system and delete the old one."]
      ja = ["EFS コンソールで「カスタマイズ」から新しいファイルシステムを作成し、「保管中のデータの暗号化を有効化」を選んだままにする。", "AWS DataSync でコピーするか、AWS Backup の復旧ポイントから復元する。", "マウント先を切り替え、古いファイルシステムを削除する。"]
    }
    cli = "aws efs create-file-system --creation-token TOKEN --encrypted"
  }

  example "fail" "left out" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }
  }

  example "fixed" "left out" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      encrypted      = true
    }
  }

  example "fail" "switched off" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      encrypted      = false
    }
  }

  example "fixed" "switched off" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      encrypted      = true
    }
  }

  example "pass" "encrypted with the default key" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      encrypted      = true
    }
  }

  example "pass" "encrypted with an own key" {
    variable "encrypted" {
      type    = bool
      default = true
    }

    resource "aws_kms_key" "files" {
      description = "files"
    }

    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      encrypted      = var.encrypted
      kms_key_id     = aws_kms_key.files.arn
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      encrypted      = tobool(terraform_data.later.output)
    }
  }
}
