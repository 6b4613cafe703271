control "Baseline.7" {
  slug     = "iam-user-no-access-key"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure access management"]
  title = {
    en = "No long-lived access keys are issued to IAM users"
    ja = "IAM ユーザーに長期のアクセスキーを発行していない"
  }
  why = {
    en = "An access key works until somebody revokes it, from anywhere, and is copied into files, laptops and pipelines. Roles hand out credentials that expire within hours."
    ja = "アクセスキーは誰かが無効化するまでどこからでも使え、設定ファイルや端末、CI に複製されていきます。ロールであれば、数時間で失効する認証情報だけで済みます。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows item 9 of AWS's Top 10 security items to improve in your AWS account (federation and roles make long-lived keys unnecessary) and SEC02-BP02. IAM.3 judges the age of keys; this control asks that there are none."
    ja = "本プロジェクト独自のコントロールです。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 9 条 (フェデレーションとロールにより長期の認証情報を不要にする) と SEC02-BP02 に対応します。キーの経過日数は IAM.3 で判定し、このコントロールではキーを発行しないことを求めます。"
  }
  frameworks = {
    "cis-aws-1.2"                   = ["1.19"]
    "cis-aws-1.4"                   = ["1.18"]
    "cis-aws-3.0"                   = ["1.18"]
    "cis-aws-5.0"                   = ["1.17"]
    "aws-well-architected-security" = ["SEC02-BP02", "SEC02-BP05"]
  }

  check "aws_iam_access_key" {
    enforce {
      condition = attrs.status == null ? false : attrs.status == "Inactive"
      at        = "status"
      error_message = {
        en = "an access key that never expires is issued to an IAM user"
        ja = "無期限のアクセスキーを IAM ユーザーに発行している"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "deactivate the key"
        ja = "アクセスキーを無効化する"
      }
      warning = {
        en = "Move what uses the key to an IAM role first (instance profile, task role, OIDC federation, IAM Roles Anywhere). When nothing fails, delete the resource: its secret stands in the state file."
        ja = "先に、キーの利用元を IAM ロール (インスタンスプロファイル、タスクロール、OIDC フェデレーション、IAM Roles Anywhere など) に移行してください。影響がないと分かったら、リソースごと削除します。シークレットは tfstate に残っています。"
      }
      set = { status = "Inactive" }
    }
  }

  remediation {
    console = {
      en = ["Open the user in the IAM console and choose Security credentials.", "See under Last used what the key is for, and give that workload a role.", "Deactivate the key, wait a few days, then delete it."]
      ja = ["IAM コンソールでユーザーを開き、「セキュリティ認証情報」タブを選ぶ。", "「最後に使用されたサービス」から用途を確認し、利用元をロールに移行する。", "キーを無効化し、数日様子を見てから削除する。"]
    }
    cli = "aws iam update-access-key --user-name USER --access-key-id KEY_ID --status Inactive"
  }

  example "fail" "a key" {
    resource "aws_iam_user" "deploy" {
      name = "deploy"
    }

    resource "aws_iam_access_key" "deploy" {
      user = aws_iam_user.deploy.name
    }
  }

  example "fixed" "a key" {
    resource "aws_iam_user" "deploy" {
      name = "deploy"
    }

    resource "aws_iam_access_key" "deploy" {
      user   = aws_iam_user.deploy.name
      status = "Inactive"
    }
  }

  example "fail" "the status is written out" {
    resource "aws_iam_user" "deploy" {
      name = "deploy"
    }

    resource "aws_iam_access_key" "deploy" {
      user   = aws_iam_user.deploy.name
      status = "Active"
    }
  }

  example "fixed" "the status is written out" {
    resource "aws_iam_user" "deploy" {
      name = "deploy"
    }

    resource "aws_iam_access_key" "deploy" {
      user   = aws_iam_user.deploy.name
      status = "Inactive"
    }
  }

  example "fail" "encrypted for somebody, for each user" {
    resource "aws_iam_access_key" "this" {
      for_each = toset(["ci", "backup"])
      user     = each.key
      pgp_key  = "keybase:example"
    }
  }

  example "pass" "an inactive key" {
    resource "aws_iam_user" "deploy" {
      name = "deploy"
    }

    resource "aws_iam_access_key" "deploy" {
      user   = aws_iam_user.deploy.name
      status = "Inactive"
    }
  }

  example "pass" "no key is made" {
    variable "keys" {
      type    = set(string)
      default = ["retired"]
    }

    resource "aws_iam_access_key" "this" {
      for_each = var.keys
      user     = each.key
      status   = each.key == "retired" ? "Inactive" : "Active"
    }
  }

  example "unknown" "the status is decided at apply" {
    resource "terraform_data" "status" {
      input = "Inactive"
    }

    resource "aws_iam_user" "deploy" {
      name = "deploy"
    }

    resource "aws_iam_access_key" "deploy" {
      user   = aws_iam_user.deploy.name
      status = terraform_data.status.output
    }
  }
}
