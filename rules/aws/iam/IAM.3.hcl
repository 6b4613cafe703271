control "IAM.3" {
  slug     = "iam-access-key-rotation"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "Access keys of IAM users are at most 90 days old"
    ja = "IAM ユーザーのアクセスキーが 90 日以内にローテーションされている"
  }
  why = {
    en = "A key that never changes stays useful to whoever has copied it from a laptop, a log or an old repository."
    ja = "変更されないキーは、端末やログ、古いリポジトリからコピーした人がいつまでも使えます。"
  }
  decides = "partly"
  limits = {
    en = "Source code does not tell when a key was made. The age is judged in plans and states, where the provider has read create_date, and for users whose keys data.aws_iam_access_keys lists. Keys outside Terraform are not seen: use the credential report."
    ja = "キーの作成日はソースコードからは分かりません。プロバイダーが create_date を読み取ったプランやステートと、data.aws_iam_access_keys で一覧したキーについて判定します。Terraform の管理外のキーは、認証情報レポートで確認してください。"
  }
  config_rule = "access-keys-rotated"
  frameworks = {
    "aws-fsbp"       = ["IAM.3"]
    "cis-aws-1.2"    = ["1.4"]
    "cis-aws-1.4"    = ["1.14"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-2(3)", "AC-3(15)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["1.14"]
    "cis-aws-5.0"                   = ["1.13"]
    "pci-dss-4.0"                   = ["8.3.10.1", "8.3.5", "8.3.7", "8.3.9", "8.6.3"]
    "aws-well-architected-security" = ["SEC02-BP02", "SEC02-BP05"]
    "iso-27001-2022"                = ["A.5.15"]
    "nist-csf-2.0"                  = ["ac_6"]
  }

  parameter "maxAccessKeyAge" {
    default = 90
    description = {
      en = "Most days for which a key may be active"
      ja = "キーを有効にしておける日数の上限"
    }
  }
  check "aws_iam_access_key" {
    filter = all([default(attrs.status, "Active") == "Active", attrs.create_date != null])
    enforce {
      condition = days_since(attrs.create_date) <= param.maxAccessKeyAge
      at        = "create_date"
      error_message = {
        en = "the access key is older than ${param.maxAccessKeyAge} days"
        ja = "アクセスキーが作成から ${param.maxAccessKeyAge} 日を超えている"
      }
    }
  }

  check "data.aws_iam_access_keys" {
    each = "access_keys"
    enforce {
      condition = any([each.value.status != "Active", days_since(each.value.create_date) <= param.maxAccessKeyAge])
      at        = "create_date"
      error_message = {
        en = "the access key ${each.value.access_key_id} is older than ${param.maxAccessKeyAge} days"
        ja = "アクセスキー ${each.value.access_key_id} が作成から ${param.maxAccessKeyAge} 日を超えている"
      }
    }
  }

  no_fix = {
    en = "replacing the key stops whatever still uses it: add a second aws_iam_access_key, move its users, set the old one to Inactive, then delete it. A role needs no key at all"
    ja = "キーを置き換えると、古いキーを使っている処理が止まる。2 つ目の aws_iam_access_key を追加して利用側を切り替え、古いキーを Inactive にしてから削除する。ロールを使えばキー自体が不要になる"
  }

  remediation {
    console = {
      en = ["Open the user in the IAM console and choose Security credentials.", "Create a second key and move every application to it.", "Deactivate the old key, see that nothing fails, and delete it."]
      ja = ["IAM コンソールでユーザーを開き、「セキュリティ認証情報」を選ぶ。", "新しいキーを作り、すべてのアプリケーションを切り替える。", "古いキーを無効化し、影響がないことを確かめてから削除する。"]
    }
    cli = "aws iam create-access-key --user-name USER && aws iam update-access-key --user-name USER --access-key-id OLD_KEY_ID --status Inactive"
  }

  example "fail" "91 days old" {
    today = "2026-04-01"
    data = {
      "data.aws_iam_access_keys.deploy" = {
        user        = "deploy"
        access_keys = [{ access_key_id = "AKIAEXAMPLE1", create_date = "2025-12-31T00:00:00Z", status = "Active" }]
      }
    }

    data "aws_iam_access_keys" "deploy" {
      user = "deploy"
    }
  }

  example "fail" "the second key, against a stricter limit" {
    today  = "2026-04-01"
    params = { maxAccessKeyAge = 30 }
    data = {
      "data.aws_iam_access_keys.deploy" = {
        user = "deploy"
        access_keys = [
          { access_key_id = "AKIAEXAMPLE1", create_date = "2026-03-30T00:00:00Z", status = "Active" },
          { access_key_id = "AKIAEXAMPLE2", create_date = "2026-03-01T00:00:00Z", status = "Active" },
        ]
      }
    }

    data "aws_iam_access_keys" "deploy" {
      user = "deploy"
    }
  }

  example "fail" "a managed key of 91 days" {
    today  = "2026-04-01"
    data   = { "aws_iam_access_key.deploy" = { create_date = "2025-12-31T00:00:00Z" } }

    resource "aws_iam_access_key" "deploy" {
      user = "deploy"
    }
  }

  example "pass" "a managed key of 90 days" {
    today  = "2026-04-01"
    data   = { "aws_iam_access_key.deploy" = { create_date = "2026-01-01T00:00:00Z" } }

    resource "aws_iam_access_key" "deploy" {
      user = "deploy"
    }
  }

  example "pass" "90 days old, and an older one that is inactive" {
    today = "2026-04-01"
    data = {
      "data.aws_iam_access_keys.deploy" = {
        user = "deploy"
        access_keys = [
          { access_key_id = "AKIAEXAMPLE1", create_date = "2026-01-01T00:00:00Z", status = "Active" },
          { access_key_id = "AKIAEXAMPLE2", create_date = "2020-01-01T00:00:00Z", status = "Inactive" },
        ]
      }
    }

    data "aws_iam_access_keys" "deploy" {
      user = "deploy"
    }
  }

  example "pass" "no keys" {
    data = {
      "data.aws_iam_access_keys.alice" = {
        user        = "alice"
        access_keys = []
      }
    }

    data "aws_iam_access_keys" "alice" {
      user = "alice"
    }
  }

  example "unknown" "keys that are listed at apply" {
    resource "terraform_data" "before" {
      input = "deploy"
    }

    data "aws_iam_access_keys" "deploy" {
      user       = "deploy"
      depends_on = [terraform_data.before]
    }
  }
}
