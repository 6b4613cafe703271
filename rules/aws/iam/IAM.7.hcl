control "IAM.7" {
  slug     = "iam-password-policy-strong"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "The account's password policy asks for strong passwords"
    ja = "IAM ユーザーのパスワードポリシーが十分に強い"
  }
  why = {
    en = "Without a password policy, IAM users may choose short passwords of one kind of character, which are quickly guessed or reused from other sites."
    ja = "パスワードポリシーがないと、IAM ユーザーは短く単純なパスワードを設定できてしまい、推測や使い回しによる不正ログインを許します。"
  }
  decides = "checked"
  notes = {
    en = "What the resource leaves out is off: AWS resets settings that are not in the request, and the shortest length is then 6."
    ja = "リソースに書かれていない項目は無効とみなします。AWS は指定のない項目を初期値に戻し、最小文字数は 6 になります。"
  }
  config_rule = "iam-password-policy"
  frameworks = {
    "aws-fsbp"       = ["IAM.7"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-2(3)", "AC-3(15)", "IA-5(1)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["1.8", "1.9"]
    "cis-aws-5.0"                   = ["1.7", "1.8"]
    "pci-dss-4.0"                   = ["8.3.6", "8.6.3"]
    "aws-well-architected-security" = ["SEC02-BP01", "SEC03-BP06"]
    "iso-27001-2022"                = ["A.5.15"]
  }

  parameter "RequireUppercaseCharacters" { default = true }
  parameter "RequireLowercaseCharacters" { default = true }
  parameter "RequireSymbols" { default = true }
  parameter "RequireNumbers" { default = true }
  parameter "MinimumPasswordLength" { default = 8 }

  check "account" {
    per = "account"
    # One that does not do is judged itself.
    filter = !exists(local.policies) || possible(local.satisfied)
    locals {
      policies  = in_scope("aws_iam_account_password_policy")
      satisfied = any([for policy in local.policies : all([
        !param.RequireUppercaseCharacters || default(policy.require_uppercase_characters, false),
        !param.RequireLowercaseCharacters || default(policy.require_lowercase_characters, false),
        !param.RequireSymbols || default(policy.require_symbols, false),
        !param.RequireNumbers || default(policy.require_numbers, false),
        default(policy.minimum_password_length, 6) >= param.MinimumPasswordLength,
      ])])
    }
    enforce {
      condition = local.satisfied
      error_message = {
        en = "no password policy is set for the account"
        ja = "アカウントのパスワードポリシーが設定されていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "add a password policy"
        ja = "パスワードポリシーを追加する"
      }
      warning = {
        en = "It takes the place of a policy that was set by hand."
        ja = "手作業で設定済みのポリシーがある場合は上書きされます。"
      }
      resource "aws_iam_account_password_policy" "strict" {
        minimum_password_length      = 14
        require_uppercase_characters = true
        require_lowercase_characters = true
        require_symbols              = true
        require_numbers              = true
        password_reuse_prevention    = 24
      }
    }
  }

  check "aws_iam_account_password_policy" {
    enforce {
      condition = !param.RequireUppercaseCharacters || default(attrs.require_uppercase_characters, false)
      at        = "require_uppercase_characters"
      error_message = {
        en = "passwords need no uppercase letter"
        ja = "英大文字が必須になっていない"
      }
    }
    enforce {
      condition = !param.RequireLowercaseCharacters || default(attrs.require_lowercase_characters, false)
      at        = "require_lowercase_characters"
      error_message = {
        en = "passwords need no lowercase letter"
        ja = "英小文字が必須になっていない"
      }
    }
    enforce {
      condition = !param.RequireSymbols || default(attrs.require_symbols, false)
      at        = "require_symbols"
      error_message = {
        en = "passwords need no symbol"
        ja = "記号が必須になっていない"
      }
    }
    enforce {
      condition = !param.RequireNumbers || default(attrs.require_numbers, false)
      at        = "require_numbers"
      error_message = {
        en = "passwords need no number"
        ja = "数字が必須になっていない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "require all four kinds of character"
        ja = "4 種類の文字をすべて必須にする"
      }
      set = {
        require_uppercase_characters = true
        require_lowercase_characters = true
        require_symbols              = true
        require_numbers              = true
      }
    }
  }

  check "aws_iam_account_password_policy" {
    enforce {
      condition = default(attrs.minimum_password_length, 6) >= param.MinimumPasswordLength
      at        = "minimum_password_length"
      error_message = {
        en = "passwords may be as short as ${default(attrs.minimum_password_length, 6)} characters"
        ja = "最小文字数が ${default(attrs.minimum_password_length, 6)} 文字になっている"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "require passwords of 14 characters"
        ja = "最小文字数を 14 文字にする"
      }
      set = { minimum_password_length = max(14, param.MinimumPasswordLength) }
    }
  }

  check "aws_iam_account_password_policy" {
    operations = ["delete"]
    filter     = !account_judged()
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan takes away the account's password policy"
        ja = "このプランで、アカウントのパスワードポリシーが削除される"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open Account settings in the IAM console and edit the password policy.", "Choose Custom, a minimum length of at least 8, and all four kinds of character.", "Save the changes."]
      ja = ["IAM コンソールの「アカウント設定」でパスワードポリシーの「編集」を選ぶ。", "「カスタム」を選び、8 文字以上と 4 種類の文字をすべて必須にする。", "変更を保存する。"]
    }
    cli = "aws iam update-account-password-policy --minimum-password-length 14 --require-uppercase-characters --require-lowercase-characters --require-symbols --require-numbers"
  }

  example "fail" "no policy" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "no policy" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_iam_account_password_policy" "strict" {
      minimum_password_length      = 14
      require_uppercase_characters = true
      require_lowercase_characters = true
      require_symbols              = true
      require_numbers              = true
      password_reuse_prevention    = 24
    }
  }

  example "fail" "no symbols, and uppercase not said" {
    resource "aws_iam_account_password_policy" "this" {
      minimum_password_length      = 12
      require_lowercase_characters = true
      require_numbers              = true
      require_symbols              = false
    }
  }

  example "fixed" "no symbols, and uppercase not said" {
    resource "aws_iam_account_password_policy" "this" {
      minimum_password_length      = 12
      require_lowercase_characters = true
      require_numbers              = true
      require_symbols              = true
      require_uppercase_characters = true
    }
  }

  example "fail" "too short" {
    resource "aws_iam_account_password_policy" "this" {
      minimum_password_length      = 7
      require_lowercase_characters = true
      require_uppercase_characters = true
      require_numbers              = true
      require_symbols              = true
    }
  }

  example "fixed" "too short" {
    resource "aws_iam_account_password_policy" "this" {
      minimum_password_length      = 14
      require_lowercase_characters = true
      require_uppercase_characters = true
      require_numbers              = true
      require_symbols              = true
    }
  }

  example "fail" "the length is not said" {
    resource "aws_iam_account_password_policy" "this" {
      require_lowercase_characters = true
      require_uppercase_characters = true
      require_numbers              = true
      require_symbols              = true
    }
  }

  example "fail" "each kind of character left out once" {
    resource "aws_iam_account_password_policy" "uppercase" {
      minimum_password_length      = 14
      require_lowercase_characters = true
      require_numbers              = true
      require_symbols              = true
    }

    resource "aws_iam_account_password_policy" "lowercase" {
      minimum_password_length      = 14
      require_uppercase_characters = true
      require_numbers              = true
      require_symbols              = true
    }

    resource "aws_iam_account_password_policy" "numbers" {
      minimum_password_length      = 14
      require_lowercase_characters = true
      require_uppercase_characters = true
      require_symbols              = true
    }

    resource "aws_iam_account_password_policy" "symbols" {
      minimum_password_length      = 14
      require_lowercase_characters = true
      require_uppercase_characters = true
      require_numbers              = true
    }
  }

  example "fail" "seven by parameter, six by default" {
    params = { MinimumPasswordLength = 7 }
    resource "aws_iam_account_password_policy" "this" {
      require_lowercase_characters = true
      require_uppercase_characters = true
      require_numbers              = true
      require_symbols              = true
    }
  }

  example "pass" "exactly enough" {
    resource "aws_iam_account_password_policy" "this" {
      minimum_password_length      = 8
      require_lowercase_characters = true
      require_uppercase_characters = true
      require_numbers              = true
      require_symbols              = true
    }
  }

  example "pass" "long passphrases by parameter" {
    params = {
      RequireUppercaseCharacters = false
      RequireLowercaseCharacters = false
      RequireSymbols             = false
      RequireNumbers             = false
      MinimumPasswordLength      = 6
    }

    resource "aws_iam_account_password_policy" "this" {
      max_password_age = 365
    }
  }

  example "unknown" "a setting is decided at apply" {
    resource "terraform_data" "symbols" {
      input = true
    }

    resource "aws_iam_account_password_policy" "this" {
      minimum_password_length      = 14
      require_lowercase_characters = true
      require_uppercase_characters = true
      require_numbers              = true
      require_symbols              = tobool(terraform_data.symbols.output)
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_iam_account_password_policy" "this" {
        minimum_password_length      = 14
        require_uppercase_characters = true
        require_lowercase_characters = true
        require_symbols              = true
        require_numbers              = true
        password_reuse_prevention    = 24
      }
    }
  }

  example "pass" "the account fails where it is judged, and what is taken away is not told twice" {
    expect = { "" = "fail" }
    prior {
      resource "aws_iam_account_password_policy" "this" {
        minimum_password_length      = 14
        require_uppercase_characters = true
        require_lowercase_characters = true
        require_symbols              = true
        require_numbers              = true
        password_reuse_prevention    = 24
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
