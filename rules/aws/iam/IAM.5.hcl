control "IAM.5" {
  slug     = "iam-user-console-mfa"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "IAM users with a console password use MFA"
    ja = "コンソールパスワードを持つ IAM ユーザーが MFA を使っている"
  }
  why = {
    en = "A password can be guessed, phished or reused. A second factor stops whoever has only the password."
    ja = "パスワードは推測やフィッシング、使い回しで破られます。MFA があれば、パスワードだけを知る相手は入れません。"
  }
  decides = "partly"
  limits = {
    en = "Terraform can create a virtual MFA device but not activate it for a user, so whether an existing user with a password has MFA is unknown. A plan that creates a user together with a console password fails: that user has no MFA until somebody registers a device. Let people sign in through IAM Identity Center, or deny everything without aws:MultiFactorAuthPresent."
    ja = "Terraform では仮想 MFA デバイスを作れても、ユーザーに有効化することはできないため、パスワードを持つ既存ユーザーは判定不能となります。コンソールパスワード付きでユーザーを新規作成するプランは不合格です。そのユーザーは、デバイスを登録するまで MFA がありません。サインインには IAM Identity Center を使うか、aws:MultiFactorAuthPresent がない操作を拒否してください。"
  }
  config_rule = "mfa-enabled-for-iam-console-access"
  frameworks = {
    "aws-fsbp"       = ["IAM.5"]
    "cis-aws-1.2"    = ["1.2"]
    "cis-aws-1.4"    = ["1.10"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3(15)", "IA-2(1)", "IA-2(2)", "IA-2(6)", "IA-2(8)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["1.10"]
    "cis-aws-5.0"                   = ["1.9"]
    "pci-dss-4.0"                   = ["8.4.1", "8.4.2", "8.4.3"]
    "aws-well-architected-security" = ["SEC02-BP01"]
    "iso-27001-2022"                = ["A.5.15", "A.5.17", "A.8.5"]
    "nist-csf-2.0"                  = ["ac_7"]
  }

  check "aws_iam_user" {
    locals {
      password = exists(companions("aws_iam_user_login_profile", "user"))
    }
    enforce {
      condition = any([!local.password, all([meta.operation != "create", undecided("whether the user has registered an MFA device")])])
      error_message = {
        en = "the new user gets a console password before an MFA device is registered"
        ja = "MFA デバイスを登録する前に、コンソールパスワードを持つユーザーが作成される"
      }
    }
    no_fix = {
      en = "an MFA device is registered by its user, not by code: let people sign in through IAM Identity Center, or remove the aws_iam_user_login_profile and set the password when the device is registered"
      ja = "MFA デバイスは本人が登録するもので、コードでは有効化できない。サインインには IAM Identity Center を使うか、aws_iam_user_login_profile を外し、デバイスの登録時にパスワードを設定する"
    }
  }

  remediation {
    console = {
      en = ["Open the user in the IAM console and choose Security credentials.", "Under Multi-factor authentication choose Assign MFA device.", "Follow the steps with the user."]
      ja = ["IAM コンソールでユーザーを開き、「セキュリティ認証情報」を選ぶ。", "「多要素認証」で「MFA デバイスの割り当て」を選ぶ。", "本人と一緒に手順に従って登録する。"]
    }
    cli = "aws iam list-mfa-devices --user-name USER"
  }

  example "fail" "a new user with a password" {
    prior {}

    resource "aws_iam_user" "alice" {
      name = "alice"
    }

    resource "aws_iam_user_login_profile" "alice" {
      user = aws_iam_user.alice.name
    }
  }

  example "fail" "one of two new users, by name" {
    prior {}
    expect = { "aws_iam_user.this[\"deploy\"]" = "pass" }

    resource "aws_iam_user" "this" {
      for_each = toset(["alice", "deploy"])
      name     = each.key
    }

    resource "aws_iam_user_login_profile" "alice" {
      user                    = "alice"
      password_reset_required = true
    }
  }

  example "pass" "a new user without a password" {
    prior {}

    resource "aws_iam_user" "deploy" {
      name = "deploy"
    }
  }

  example "pass" "users without a password" {
    resource "aws_iam_user" "this" {
      for_each = toset(["deploy", "backup"])
      name     = each.key
    }

    resource "aws_iam_user_login_profile" "alice" {
      user = "alice"
    }
  }

  example "unknown" "a user that exists already" {
    prior {
      resource "aws_iam_user" "alice" {
        name = "alice"
      }
    }

    resource "aws_iam_user" "alice" {
      name = "alice"
    }

    resource "aws_iam_user_login_profile" "alice" {
      user = aws_iam_user.alice.name
    }
  }
}
