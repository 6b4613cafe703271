control "Account.2" {
  slug     = "account-in-organization"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure access management", "Access control"]
  title = {
    en = "The account belongs to an organization"
    ja = "AWS アカウントが AWS Organizations の組織に属している"
  }
  why = {
    en = "Only in an organization can accounts be guarded by service control policies, logged and billed together, and recovered when their owner is gone. A stray account escapes all of that."
    ja = "組織に属していれば、サービスコントロールポリシーによる統制やログと請求の一元化、管理者不在時の復旧ができます。単独のアカウントはこれらの対象から外れます。"
  }
  decides = "partly"
  limits = {
    en = "Membership is decided in the management account, so a member's code shows it only when it reads or manages the organization (data.aws_organizations_organization is enough). An account whose code does neither fails, and so does a plan that takes an account or the organization away without closing the account."
    ja = "所属は管理アカウント側で決まるため、メンバーアカウントのコードからは、組織を参照するか管理している場合にしか分かりません (data.aws_organizations_organization を宣言すれば十分です)。どちらもないアカウントと、アカウントを閉鎖せずに組織から外す、または組織自体をなくすプランを不合格とします。"
  }
  config_rule = "account-part-of-organizations"
  frameworks = {
    "nist-800-53-r5" = ["CA-9(1)", "CM-2"]
  }

  check "account" {
    per = "account"
    enforce {
      condition = exists(concat(
        in_scope("aws_organizations_organization"),
        in_scope("data.aws_organizations_organization"),
        in_scope("aws_organizations_account"),
        in_scope("aws_organizations_organizational_unit"),
        in_scope("aws_organizations_policy"),
      ))
      error_message = {
        en = "nothing shows that the account belongs to an organization"
        ja = "アカウントが組織に属していることを示すものがない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "create an organization with all features, which manages root access of its accounts"
        ja = "すべての機能を有効にし、メンバーアカウントのルートアクセスを一元管理する組織を作成する"
      }
      warning = {
        en = "This makes the account the management account of a new organization. An account that is a member already declares data \"aws_organizations_organization\" instead; one that should become a member is invited from the management account."
        ja = "このアカウントが新しい組織の管理アカウントになります。すでにメンバーの場合は、代わりに data \"aws_organizations_organization\" を宣言してください。既存の組織に入れる場合は、管理アカウントから招待します。"
      }
      resource "aws_organizations_organization" "this" {
        feature_set                   = "ALL"
        enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
        aws_service_access_principals = ["iam.amazonaws.com"]
      }
      resource "aws_iam_organizations_features" "this" {
        enabled_features = ["RootCredentialsManagement", "RootSessions"]
        depends_on       = [aws_organizations_organization.this]
      }
    }
  }

  check "aws_organizations_account" {
    operations = ["delete", "replace"]
    enforce {
      condition = attrs.close_on_deletion == true
      at        = "close_on_deletion"
      error_message = {
        en = "the plan takes the account out of the organization without closing it"
        ja = "このプランで、アカウントが閉鎖されずに組織から外れる"
      }
    }
  }

  check "aws_organizations_organization" {
    # Nothing of an organization forces a replacement.
    operations = ["delete", "create", "update", "no-op"]
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan deletes the organization"
        ja = "このプランで組織が削除される"
      }
    }
  }

  no_fix = {
    en = "keep the block, or drop it from the state with a removed block that sets destroy = false; to close an account set close_on_deletion = true first"
    ja = "ブロックを残すか、removed ブロックで destroy = false を指定してステートからだけ外す。アカウントを閉鎖する場合は、先に close_on_deletion = true にする"
  }

  remediation {
    console = {
      en = ["Sign in to the management account and open AWS Organizations.", "Choose Add an AWS account and invite the account.", "Accept the invitation in the account."]
      ja = ["管理アカウントにサインインし、AWS Organizations を開く。", "「AWS アカウントを追加」から対象のアカウントを招待する。", "対象のアカウントで招待を承認する。"]
    }
    cli = "aws organizations invite-account-to-organization --target Id=ACCOUNT_ID,Type=ACCOUNT"
  }

  no_example = {
    unknown = "Terraform plans nothing of an organization unless it knows whether it is there"
  }

  example "fail" "no sign of an organization" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "no sign of an organization" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootCredentialsManagement", "RootSessions"]
      depends_on       = [aws_organizations_organization.this]
    }
  }

  example "fail" "an account leaves" {
    expect = { "" = "pass" }
    prior {
      resource "aws_organizations_account" "sandbox" {
        name  = "sandbox"
        email = "aws-sandbox@corp.example"
      }
    }

    resource "aws_organizations_account" "kept" {
      name  = "kept"
      email = "aws-kept@corp.example"
    }
  }

  example "fail" "the organization is deleted" {
    prior {
      resource "aws_organizations_organization" "this" {
        feature_set = "ALL"
      }
    }
  }

  example "pass" "a member that reads its organization" {
    account = true
    data = {
      "data.aws_organizations_organization.current" = { id = "o-0123456789" }
    }

    data "aws_organizations_organization" "current" {}
  }

  example "pass" "a management account" {
    account = true
    resource "aws_organizations_organization" "this" {
      feature_set = "ALL"
    }

    resource "aws_organizations_account" "sandbox" {
      name              = "sandbox"
      email             = "aws-sandbox@corp.example"
      close_on_deletion = true
    }
  }

  example "pass" "other signs" {
    account = true
    resource "aws_organizations_organizational_unit" "workloads" {
      name      = "workloads"
      parent_id = "r-abcd"
    }
  }

  example "pass" "an account of the organization" {
    account = true
    resource "aws_organizations_account" "sandbox" {
      name              = "sandbox"
      email             = "aws-sandbox@corp.example"
      close_on_deletion = true
    }
  }

  example "pass" "a policy of the organization" {
    account = true
    resource "aws_organizations_policy" "regions" {
      name = "regions"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:RequestedRegion" = ["us-east-1"] } } }]
      })
    }
  }

  example "pass" "an account that is closed" {
    prior {
      resource "aws_organizations_account" "sandbox" {
        name              = "sandbox"
        email             = "aws-sandbox@corp.example"
        close_on_deletion = true
      }

      resource "aws_organizations_organization" "this" {
        feature_set = "ALL"
      }
    }

    resource "aws_organizations_organization" "this" {
      feature_set = "ALL"
    }
  }
}
