control "IAM.4" {
  slug     = "iam-root-no-access-key"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure access management"]
  title = {
    en = "The root user has no access key"
    ja = "ルートユーザーのアクセスキーが存在しない"
  }
  why = {
    en = "An access key of the root user opens everything in the account, and no policy of the account can restrict it. A leaked root key cannot be contained, only deleted."
    ja = "ルートユーザーのアクセスキーがあればアカウント内のすべてを操作でき、アカウント内のポリシーでは制限できません。漏えいしたときに取れる手段は削除だけです。"
  }
  decides = "partly"
  limits = {
    en = "Terraform cannot create or list keys of the root user, so their absence is not provable from code. What a plan or state does show is who ran it: when aws_caller_identity answers with the root user, a key of the root user exists and is in use. Check the rest in the IAM credential report, and deny root actions in member accounts by a service control policy or by centralised root access."
    ja = "ルートユーザーのアクセスキーは Terraform では作成も一覧もできないため、存在しないことをコードから証明できません。プランやステートから分かるのは実行者です。aws_caller_identity の結果がルートユーザーであれば、ルートの認証情報が実際に使われています。それ以外は IAM の認証情報レポートで確認し、メンバーアカウントではサービスコントロールポリシーかルートアクセスの一元管理で防いでください。"
  }
  config_rule = "iam-root-access-key-check"
  frameworks = {
    "aws-fsbp"       = ["IAM.4"]
    "pci-dss-3.2.1"  = ["2.1", "2.2", "7.2.1"]
    "cis-aws-1.2"    = ["1.12"]
    "cis-aws-1.4"    = ["1.4"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3(15)", "AC-3(7)", "AC-6", "AC-6(10)", "AC-6(2)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["1.4"]
    "cis-aws-5.0"                   = ["1.3"]
    "pci-dss-4.0"                   = ["7.2.1", "7.2.2", "7.2.3", "8.2.1", "8.2.2", "8.2.4", "8.2.5", "8.3.11"]
    "aws-well-architected-security" = ["SEC01-BP02"]
    "iso-27001-2022"                = ["A.5.15"]
    "nist-csf-2.0"                  = ["ac_1", "ac_6"]
  }

  check "data.aws_caller_identity" {
    filter = attrs.arn != null
    enforce {
      condition = !endswith(attrs.arn, ":root")
      at        = "arn"
      error_message = {
        en = "this run used credentials of the root user"
        ja = "ルートユーザーの認証情報で実行されている"
      }
    }
    no_fix = {
      en = "keys of the root user are deleted by signing in as root, not by code; run Terraform with an IAM role instead"
      ja = "ルートユーザーのアクセスキーはコードでは削除できない。ルートでサインインして削除し、Terraform は IAM ロールで実行する"
    }
  }

  remediation {
    console = {
      en = ["Sign in as the root user and open Security credentials from the account menu.", "Under Access keys deactivate each key, see that nothing breaks, and delete it.", "Run automation with IAM roles from then on."]
      ja = ["ルートユーザーでサインインし、アカウントメニューから「セキュリティ認証情報」を開く。", "「アクセスキー」で各キーを無効化し、影響がないことを確かめてから削除する。", "以後、自動処理は IAM ロールで実行する。"]
    }
    cli = "aws iam get-account-summary --query SummaryMap.AccountAccessKeysPresent"
  }

  example "fail" "the run used the root user" {
    data = {
      "data.aws_caller_identity.current" = {
        account_id = "111122223333"
        arn        = "arn:aws:iam::111122223333:root"
        id         = "111122223333"
        user_id    = "111122223333"
      }
    }

    data "aws_caller_identity" "current" {}
  }

  example "fail" "one of two accounts was reached as root" {
    data = {
      "data.aws_caller_identity.this[\"a\"]" = {
        account_id = "111122223333"
        arn        = "arn:aws:sts::111122223333:assumed-role/deploy/ci"
        id         = "111122223333"
        user_id    = "AROAEXAMPLE:ci"
      }
      "data.aws_caller_identity.this[\"b\"]" = {
        account_id = "444455556666"
        arn        = "arn:aws-cn:iam::444455556666:root"
        id         = "444455556666"
        user_id    = "444455556666"
      }
    }
    expect = { "data.aws_caller_identity.this[\"a\"]" = "pass" }

    data "aws_caller_identity" "this" {
      for_each = toset(["a", "b"])
    }
  }

  example "pass" "the run used a role" {
    data = {
      "data.aws_caller_identity.current" = {
        account_id = "111122223333"
        arn        = "arn:aws:sts::111122223333:assumed-role/deploy/ci"
        id         = "111122223333"
        user_id    = "AROAEXAMPLE:ci"
      }
    }

    data "aws_caller_identity" "current" {}
  }

  example "pass" "the run used a user whose name is root" {
    data = {
      "data.aws_caller_identity.current" = {
        account_id = "111122223333"
        arn        = "arn:aws:iam::111122223333:user/root"
        id         = "111122223333"
        user_id    = "AIDAEXAMPLE"
      }
    }

    data "aws_caller_identity" "current" {}
  }

  example "unknown" "the identity is read at apply" {
    prior {}

    resource "terraform_data" "role" {
      input = "deploy"
    }

    data "aws_caller_identity" "current" {
      depends_on = [terraform_data.role]
    }
  }
}
