control "SSM.4" {
  slug     = "ssm-document-not-public"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure network configuration", "Resources not publicly accessible"]
  title = {
    en = "SSM documents are not shared with everybody"
    ja = "SSM ドキュメントがすべての AWS アカウントに公開されていない"
  }
  why = {
    en = "Documents tell how an organization runs its machines: paths, accounts, scripts, at times even credentials. Shared with everybody, all of it can be read from any AWS account."
    ja = "ドキュメントには、パスやアカウント、スクリプト、ときには認証情報など、運用の内部情報が含まれます。公開すると、どの AWS アカウントからでも読めてしまいます。"
  }
  decides     = "checked"
  config_rule = "ssm-document-not-public"
  frameworks = {
    "aws-fsbp"       = ["SSM.4"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.3.2", "3.5.1.3", "A1.1.2", "A3.4.1"]
    "aws-well-architected-security" = ["SEC03-BP07"]
    "iso-27001-2022"                = ["A.8.1", "A.8.27"]
    "nist-csf-2.0"                  = ["ra_1"]
  }

  check "aws_ssm_document" {
    enforce {
      condition = !contains([for id in split(",", default(try(attrs.permissions.account_ids, null), "")) : lower(trimspace(id))], "all")
      at        = "permissions"
      error_message = {
        en = "the document is shared with every AWS account"
        ja = "ドキュメントがすべての AWS アカウントに共有されている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "stop sharing the document"
        ja = "ドキュメントの共有をやめる"
      }
      warning = {
        en = "Accounts that use the document lose it: list those that need it in account_ids instead."
        ja = "このドキュメントを使っているアカウントからは見えなくなります。必要なアカウントは account_ids に列挙してください。"
      }
      remove = ["permissions"]
    }
  }

  remediation {
    console = {
      en = ["Open the document in the Systems Manager console and choose Details, Permissions.", "Make it private, or share it with the accounts that need it.", "Under Preferences of Documents block public sharing."]
      ja = ["Systems Manager コンソールでドキュメントを開き、「詳細」の「アクセス許可」を編集する。", "プライベートにするか、必要なアカウントだけに共有する。", "「ドキュメント」の「設定」でパブリック共有をブロックする。"]
    }
    cli = "aws ssm modify-document-permission --name DOCUMENT --permission-type Share --account-ids-to-remove all"
  }

  example "fail" "shared with all" {
    resource "aws_ssm_document" "this" {
      name          = "example"
      document_type = "Command"
      content = jsonencode({
        schemaVersion = "2.2"
        description   = "example"
        mainSteps = [{
          action = "aws:runShellScript"
          name   = "run"
          inputs = { runCommand = ["uptime"] }
        }]
      })
      permissions = {
        type        = "Share"
        account_ids = "All"
      }
    }
  }

  example "fixed" "shared with all" {
    resource "aws_ssm_document" "this" {
      name          = "example"
      document_type = "Command"
      content = jsonencode({
        schemaVersion = "2.2"
        description   = "example"
        mainSteps = [{
          action = "aws:runShellScript"
          name   = "run"
          inputs = { runCommand = ["uptime"] }
        }]
      })
    }
  }

  example "fail" "all among others, in small letters" {
    variable "accounts" {
      default = ["111122223333", "all"]
    }

    resource "aws_ssm_document" "this" {
      name          = "example"
      document_type = "Command"
      content = jsonencode({
        schemaVersion = "2.2"
        description   = "example"
        mainSteps = [{
          action = "aws:runShellScript"
          name   = "run"
          inputs = { runCommand = ["uptime"] }
        }]
      })
      permissions = {
        type        = "Share"
        account_ids = join(", ", var.accounts)
      }
    }
  }

  example "pass" "not shared" {
    resource "aws_ssm_document" "this" {
      name          = "example"
      document_type = "Command"
      content = jsonencode({
        schemaVersion = "2.2"
        description   = "example"
        mainSteps = [{
          action = "aws:runShellScript"
          name   = "run"
          inputs = { runCommand = ["uptime"] }
        }]
      })
    }
  }

  example "pass" "shared with two accounts" {
    resource "aws_ssm_document" "this" {
      name          = "example"
      document_type = "Command"
      content = jsonencode({
        schemaVersion = "2.2"
        description   = "example"
        mainSteps = [{
          action = "aws:runShellScript"
          name   = "run"
          inputs = { runCommand = ["uptime"] }
        }]
      })
      permissions = {
        type        = "Share"
        account_ids = "111122223333,444455556666"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "accounts" {
      input = "111122223333"
    }

    resource "aws_ssm_document" "this" {
      name          = "example"
      document_type = "Command"
      content = jsonencode({
        schemaVersion = "2.2"
        description   = "example"
        mainSteps = [{
          action = "aws:runShellScript"
          name   = "run"
          inputs = { runCommand = ["uptime"] }
        }]
      })
      permissions = {
        type        = "Share"
        account_ids = terraform_data.accounts.output
      }
    }
  }
}
