control "Baseline.6" {
  slug     = "organization-central-root-access"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "Root access of member accounts is managed centrally"
    ja = "メンバーアカウントのルートアクセスが一元管理されている"
  }
  why = {
    en = "With central root access member accounts need no root password, key or MFA device at all, so there is nothing to steal; the few root tasks are done by short sessions from the management account."
    ja = "ルートアクセスを一元管理すると、メンバーアカウントにルートのパスワードもアクセスキーも MFA も不要になり、盗まれるものがなくなります。ルートが必要な作業は、管理アカウントからの短時間のセッションで行います。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows SEC01-BP02, preventive controls 3 and 4 (whether root credentials of member accounts are kept at all, and guardrails for them). It is judged where the organization is declared."
    ja = "本プロジェクト独自のコントロールです。SEC01-BP02 の予防的コントロール 3 と 4 (メンバーアカウントのルート認証情報を持つかどうかの判断と、ガードレール) に対応し、組織を宣言している構成で判定します。"
  }
  frameworks = {
    "cis-aws-1.4"                   = ["1.4"]
    "cis-aws-3.0"                   = ["1.4"]
    "cis-aws-5.0"                   = ["1.3"]
    "aws-well-architected-security" = ["SEC01-BP02", "SEC02-BP04"]
  }

  check "aws_organizations_organization" {
    locals {
      declared = in_scope("aws_iam_organizations_features")
    }
    enforce {
      condition = exists(local.declared)
      error_message = {
        en = "root access of the member accounts is not managed centrally"
        ja = "メンバーアカウントのルートアクセスが一元管理されていない"
      }
    }
    enforce {
      condition = any([for principal in default(attrs.aws_service_access_principals, []) : principal == "iam.amazonaws.com"])
      at        = "aws_service_access_principals"
      error_message = {
        en = "IAM has no trusted access to the organization, which central root access needs"
        ja = "ルートアクセスの一元管理に必要な、IAM の信頼されたアクセスが有効になっていない"
      }
    }
    fix {
      when   = !exists(local.declared)
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "manage root credentials and root sessions of member accounts centrally"
        ja = "メンバーアカウントのルート認証情報とルートセッションを一元管理する"
      }
      warning = {
        en = "Existing root passwords, keys and MFA devices of member accounts stay until they are deleted from the management account."
        ja = "メンバーアカウントに残っているルートのパスワード、アクセスキー、MFA は、管理アカウントから削除するまで有効です。"
      }
      set = { aws_service_access_principals = setunion(default(attrs.aws_service_access_principals, []), ["iam.amazonaws.com"]) }
      resource "aws_iam_organizations_features" {
        enabled_features = ["RootCredentialsManagement", "RootSessions"]
        depends_on       = [self]
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "let IAM work with the organization"
        ja = "IAM の信頼されたアクセスを有効にする"
      }
      set = { aws_service_access_principals = setunion(default(attrs.aws_service_access_principals, []), ["iam.amazonaws.com"]) }
    }
  }

  check "aws_iam_organizations_features" {
    enforce {
      condition = any([for feature in attrs.enabled_features : feature == "RootCredentialsManagement"])
      at        = "enabled_features"
      error_message = {
        en = "root credentials of member accounts are not managed centrally"
        ja = "メンバーアカウントのルート認証情報が一元管理されていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "manage root credentials centrally too"
        ja = "ルート認証情報の管理も有効にする"
      }
      set = { enabled_features = ["RootCredentialsManagement", "RootSessions"] }
    }
  }

  remediation {
    console = {
      en = ["Open Root access management in the IAM console of the management account.", "Choose Enable, with root credentials management and privileged root actions.", "Delete the root credentials of the member accounts listed there."]
      ja = ["管理アカウントの IAM コンソールで「ルートアクセス管理」を開く。", "「ルート認証情報管理」と「メンバーアカウントでの特権ルートアクション」を有効にする。", "一覧に表示されるメンバーアカウントのルート認証情報を削除する。"]
    }
    cli = "aws organizations enable-aws-service-access --service-principal iam.amazonaws.com && aws iam enable-organizations-root-credentials-management && aws iam enable-organizations-root-sessions"
  }

  example "fail" "an organization alone" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      aws_service_access_principals = ["cloudtrail.amazonaws.com"]
    }
  }

  example "fixed" "an organization alone" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      aws_service_access_principals = ["cloudtrail.amazonaws.com", "iam.amazonaws.com"]
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootCredentialsManagement", "RootSessions"]
      depends_on       = [aws_organizations_organization.this]
    }
  }

  example "fail" "IAM has no trusted access" {
    expect = { "aws_iam_organizations_features.this" = "pass" }

    resource "aws_organizations_organization" "this" {
      feature_set = "ALL"
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootCredentialsManagement"]
    }
  }

  example "fixed" "IAM has no trusted access" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootCredentialsManagement"]
    }
  }

  example "fail" "no features where IAM has access" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }
  }

  example "fail" "sessions only" {
    expect = { "aws_organizations_organization.this" = "pass" }

    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootSessions"]
    }
  }

  example "fixed" "sessions only" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootCredentialsManagement", "RootSessions"]
    }
  }

  example "pass" "both features" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootCredentialsManagement", "RootSessions"]
    }
  }

  example "pass" "the features, in a root of their own" {
    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootCredentialsManagement"]
    }
  }

  example "unknown" "the feature is decided at apply" {
    resource "terraform_data" "feature" {
      input = "RootCredentialsManagement"
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = [terraform_data.feature.output]
    }
  }
}
