control "IAM.8" {
  slug     = "iam-user-unused-credentials"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "IAM users have no credentials that are out of use"
    ja = "IAM ユーザーに未使用の認証情報が残っていない"
  }
  why = {
    en = "A password or key that nobody uses is not missed when it is stolen, and nobody notices when somebody else starts to use it."
    ja = "使われていないパスワードやアクセスキーは、盗まれても、誰かに使われ始めても気付かれません。"
  }
  decides = "not-decidable"
  limits = {
    en = "When a password or key was last used is known to IAM alone; no argument, data source or state attribute of the provider holds it. The nearest that code can do: create no IAM users with keys or passwords (roles and IAM Identity Center instead), and declare an access analyzer of type ACCOUNT_UNUSED_ACCESS, which reports unused credentials."
    ja = "最後に使われた日時は IAM しか持っておらず、プロバイダーの引数、データソース、ステートのどれからも分かりません。コードでできる最も近い対策は、キーやパスワードを持つ IAM ユーザーを作らないこと (ロールや IAM Identity Center を使う) と、未使用の認証情報を報告する ACCOUNT_UNUSED_ACCESS タイプのアクセスアナライザーを宣言することです。"
  }
  config_rule = "iam-user-unused-credentials-check"
  frameworks = {
    "aws-fsbp"       = ["IAM.8"]
    "pci-dss-3.2.1"  = ["8.1.4"]
    "cis-aws-1.2"    = ["1.3"]
    "nist-800-53-r5" = ["AC-2", "AC-2(1)", "AC-2(3)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-6"]
  }
  frameworks_derived = {
    "cis-aws-3.0"    = ["1.12"]
    "cis-aws-5.0"    = ["1.11"]
    "pci-dss-4.0"    = ["7.2.4", "7.2.5.1", "8.2.6", "A3.4.1"]
    "iso-27001-2022" = ["A.5.15"]
    "soc2"           = ["cc_1_3"]
    "nist-csf-2.0"   = ["ac_1"]
  }

  parameter "maxCredentialUsageAge" {
    default = 90
    description = {
      en = "Days after which a credential counts as unused"
      ja = "未使用とみなすまでの日数"
    }
  }

  remediation {
    console = {
      en = ["Download the credential report in the IAM console.", "For each user look for passwords and keys that were last used more than 90 days ago.", "Deactivate them, and delete them when nobody complains."]
      ja = ["IAM コンソールで認証情報レポートをダウンロードする。", "最後に使われてから 90 日を超えたパスワードやキーを探す。", "無効化し、影響がないことを確かめてから削除する。"]
    }
    cli = "aws iam generate-credential-report && aws iam get-credential-report --query Content --output text | base64 -d"
  }
}
