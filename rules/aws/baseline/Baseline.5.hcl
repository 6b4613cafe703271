control "Baseline.5" {
  slug     = "organization-denies-root-access-keys"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure access management"]
  title = {
    en = "Root users of member accounts cannot get access keys"
    ja = "メンバーアカウントのルートユーザーのアクセスキー作成を防いでいる"
  }
  why = {
    en = "An access key of a root user is a permanent credential without limits. Finding one afterwards (IAM.4) is too late; a guardrail of the organization prevents its creation."
    ja = "ルートユーザーのアクセスキーは、無制限で無期限の認証情報です。作られた後に見つける (IAM.4) のでは遅く、組織のガードレールで作成そのものを防ぎます。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows SEC01-BP02, preventive control 4.1 (no root access keys in member accounts). A service control policy on iam:CreateAccessKey, one on all that root users do, and central management of root credentials all count; a policy for one account, or with a condition on something else, does not."
    ja = "本プロジェクト独自のコントロールです。SEC01-BP02 の予防的コントロール 4.1 (メンバーアカウントでルートアクセスキーの作成を許可しないガードレール) に対応します。iam:CreateAccessKey の拒否、ルートユーザーの全操作の拒否、ルート認証情報の一元管理のいずれでも合格です。特定のアカウントだけの拒否や、ほかの条件が付いた拒否は認めません。"
  }
  frameworks = {
    "cis-aws-1.2"                   = ["1.12"]
    "cis-aws-1.4"                   = ["1.4"]
    "cis-aws-3.0"                   = ["1.4"]
    "cis-aws-5.0"                   = ["1.3"]
    "aws-well-architected-security" = ["SEC01-BP02", "SEC03-BP05"]
  }

  check "account" {
    per    = "account"
    filter = exists(in_scope("aws_organizations_organization"))
    locals {
      policies = [for candidate in in_scope("aws_organizations_policy") : candidate if all([
        default(candidate.type, "SERVICE_CONTROL_POLICY") == "SERVICE_CONTROL_POLICY",
        exists(companions_of(candidate, "aws_organizations_policy_attachment", "policy_id")),
      ])]
      statements = [for statement in flatten([for candidate in local.policies : try(policy(candidate.content).statements, [])]) : {
        denies     = actions_deny(statement, "iam:CreateAccessKey")
        everywhere = contains(statement.resources, "*")
        on_root    = any([for resource in statement.resources : endswith(resource, "*:root")])
        of_keys    = any([for action in statement.actions : startswith(lower(action), "iam:")])
        by_root = [for condition in statement.conditions : all([
          can(regex("^(stringlike|arnlike|arnequals)(ifexists)?$", lower(condition.operator))),
          lower(condition.key) == "aws:principalarn",
          any([for value in condition.values : endswith(value, "*:root")]),
        ])]
        # Sessions that the management account takes are left to it.
        by_session = [for condition in statement.conditions : all([
          lower(condition.operator) == "null",
          lower(condition.key) == "aws:assumedroot",
          all([for value in condition.values : value == "true"]),
        ])]
      }]
      central = flatten([for features in in_scope("aws_iam_organizations_features") : features.enabled_features])
    }
    enforce {
      condition = any([
        any([for statement in local.statements : all([
          statement.denies,
          any([statement.on_root, statement.everywhere]),
          # What denies everything to everybody closes an account.
          any([statement.on_root, statement.of_keys, any(statement.by_root)]),
          all([for index, is_root in statement.by_root : any([is_root, statement.by_session[index]])]),
        ])]),
        any([for feature in local.central : feature == "RootCredentialsManagement"]),
      ])
      error_message = {
        en = "nothing keeps root users of member accounts from getting access keys"
        ja = "メンバーアカウントのルートユーザーがアクセスキーを作成できる状態になっている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "deny the creation of access keys for root users"
        ja = "ルートユーザーのアクセスキー作成を拒否する"
      }
      warning = {
        en = "The organization must have SERVICE_CONTROL_POLICY among its enabled_policy_types."
        ja = "組織の enabled_policy_types に SERVICE_CONTROL_POLICY が必要です。"
      }
      input "organization_target_id" {
        description = {
          en = "Id of the organization's root (r-...) or of the organizational unit (ou-...) with the member accounts"
          ja = "メンバーアカウントを含むルート (r-...) または OU (ou-...) の ID"
        }
      }
      resource "aws_organizations_policy" "deny_root_access_keys" {
        name        = "deny-root-access-keys"
        description = "Deny the creation of access keys for root users"
        type        = "SERVICE_CONTROL_POLICY"
        content = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Sid      = "DenyRootAccessKeys"
            Effect   = "Deny"
            Action   = "iam:CreateAccessKey"
            Resource = "arn:aws:iam::*:root"
          }]
        })
      }
      resource "aws_organizations_policy_attachment" "deny_root_access_keys" {
        policy_id = aws_organizations_policy.deny_root_access_keys.id
        target_id = var.organization_target_id
      }
    }
  }

  remediation {
    console = {
      en = ["Open Service control policies in the Organizations console of the management account.", "Create a policy that denies iam:CreateAccessKey on arn:aws:iam::*:root.", "Attach it to the root of the organization."]
      ja = ["管理アカウントの Organizations コンソールで「サービスコントロールポリシー」を開く。", "arn:aws:iam::*:root に対する iam:CreateAccessKey を拒否するポリシーを作る。", "組織のルートに割り当てる。"]
    }
    cli = "aws organizations attach-policy --policy-id POLICY_ID --target-id ROOT_ID"
  }

  example "fail" "an organization without policies" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }
  }

  example "fixed" "an organization without policies" {
    variable "organization_target_id" {
      type    = string
      default = "r-ab12"
    }

    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root_access_keys" {
      name        = "deny-root-access-keys"
      description = "Deny the creation of access keys for root users"
      type        = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Sid      = "DenyRootAccessKeys"
          Effect   = "Deny"
          Action   = "iam:CreateAccessKey"
          Resource = "arn:aws:iam::*:root"
        }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root_access_keys" {
      policy_id = aws_organizations_policy.deny_root_access_keys.id
      target_id = var.organization_target_id
    }
  }

  example "fail" "attached to nothing" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_keys" {
      name = "deny_keys"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "arn:aws:iam::*:root" }]
      })
    }
  }

  example "fail" "users' keys, root's other actions, and an allow" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_others" {
      name = "deny_others"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "arn:aws:iam::*:user/*" },
          { Effect = "Deny", Action = "iam:CreateUser", Resource = "arn:aws:iam::*:root" },
          { Effect = "Allow", Action = "iam:CreateAccessKey", Resource = "arn:aws:iam::*:root" },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:iam::*:root" } } },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/legacy" } } },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_others" {
      policy_id = aws_organizations_policy.deny_others.id
      target_id = "r-ab12"
    }
  }

  example "fail" "a policy of another type" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_keys" {
      name = "deny_keys"
      type = "RESOURCE_CONTROL_POLICY"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "arn:aws:iam::*:root" }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_keys" {
      policy_id = aws_organizations_policy.deny_keys.id
      target_id = "r-ab12"
    }
  }

  example "fail" "only sessions are centralised" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootSessions"]
    }
  }

  example "pass" "the keys of root users" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_keys" {
      name = "deny_keys"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "arn:aws:iam::*:root" }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_keys" {
      policy_id = aws_organizations_policy.deny_keys.id
      target_id = aws_organizations_organization.this.roots[0].id
    }
  }

  example "pass" "root users, by any of the operators, in a policy without a type" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny-root"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Action    = "iam:Create*"
          Resource  = "*"
          Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
        }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "pass" "everything as root" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "pass" "root users, if the key is there" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLikeIfExists = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "pass" "root users, by their ARN if it is there" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { ArnLikeIfExists = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "pass" "root credentials are centralised" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_iam_organizations_features" "this" {
      enabled_features = ["RootCredentialsManagement", "RootSessions"]
    }
  }

  example "unknown" "the resource is decided at apply" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "terraform_data" "resource" {
      input = "arn:aws:iam::*:root"
    }

    resource "aws_organizations_policy" "deny_keys" {
      name = "deny_keys"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "iam:CreateAccessKey", Resource = terraform_data.resource.output }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_keys" {
      policy_id = aws_organizations_policy.deny_keys.id
      target_id = "r-ab12"
    }
  }

  example "fail" "narrowed by a condition, a resource or an account" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, StringNotEquals = { "aws:RequestedRegion" = "us-east-1" } } },
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "arn:aws:iam::*:root", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } } },
          { Effect = "Deny", Action = "*", Resource = "arn:aws:s3:::example/*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "arn:aws:iam::111122223333:root" },
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:root" } } },
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, Null = { "aws:AssumedRoot" = "false" } } },
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, Null = { "aws:MultiFactorAuthAge" = "true" } } },
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, StringEquals = { "aws:AssumedRoot" = "true" } } },
          { Effect = "Deny", NotAction = ["s3:*", "iam:*"], Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
          { Effect = "Deny", Action = "*", Resource = "*" },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "pass" "root users, by equal ARNs" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*", Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "pass" "everything but another service" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Deny", NotAction = ["s3:*"], Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "pass" "nobody gets access keys" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*" },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "pass" "all but sessions of the central management of root access" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, Null = { "aws:AssumedRoot" = "true" } } },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }
}
