control "Baseline.4" {
  slug     = "organization-denies-root-user"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure access management"]
  title = {
    en = "A service control policy denies actions of root users in member accounts"
    ja = "サービスコントロールポリシーでメンバーアカウントのルートユーザーの操作を拒否している"
  }
  why = {
    en = "The root user of a member account is beyond the account's own policies. Only a policy of the organization can stop a stolen root password from being used, and daily work never needs it."
    ja = "メンバーアカウントのルートユーザーは、アカウント内のポリシーでは制限できません。パスワードが盗まれたときに悪用を止められるのは組織のポリシーだけです。日常の作業でルートユーザーが必要になることはありません。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows SEC01-BP02, preventive control 4.2 (no actions as root in member accounts). It is judged where the organization is declared. A Deny with NotAction counts; one of single actions, of some resources or of one account does not, nor one with a further condition, except that sessions of the central management of root access (aws:AssumedRoot) may be left out."
    ja = "本プロジェクト独自のコントロールです。SEC01-BP02 の予防的コントロール 4.2 (メンバーアカウントでルートユーザーとしての操作を許可しないガードレール) に対応し、組織を宣言している構成で判定します。NotAction による拒否は認めます。個別の操作、一部のリソース、特定のアカウントだけの拒否や、ほかの条件が付いた拒否は認めません。ただし、ルートアクセスの一元管理によるセッション (aws:AssumedRoot) の除外は認めます。"
  }
  frameworks = {
    "cis-aws-1.2"                   = ["1.1"]
    "cis-aws-1.4"                   = ["1.7"]
    "cis-aws-3.0"                   = ["1.7"]
    "cis-aws-5.0"                   = ["1.6"]
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
        denies     = statement.effect == "Deny"
        everything = any([any([for action in statement.actions : contains(["*", "*:*"], action)]), length(statement.not_actions) > 0])
        everywhere = contains(statement.resources, "*")
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
    }
    enforce {
      condition = any([for statement in local.statements : all([
        statement.denies, statement.everything, statement.everywhere,
        any(statement.by_root),
        all([for index, is_root in statement.by_root : any([is_root, statement.by_session[index]])]),
      ])])
      error_message = {
        en = "no attached service control policy denies what root users of member accounts do"
        ja = "メンバーアカウントのルートユーザーの操作を拒否するサービスコントロールポリシーがない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "deny every action of root users below a root or organizational unit"
        ja = "指定したルートまたは OU の配下で、ルートユーザーの操作をすべて拒否する"
      }
      warning = {
        en = "The organization must have SERVICE_CONTROL_POLICY among its enabled_policy_types. Attach the policy to a test unit first. Tasks that need a root user (deleting a bucket or queue policy that locks everybody out) then go through centralised root access or a unit without this policy."
        ja = "組織の enabled_policy_types に SERVICE_CONTROL_POLICY が必要です。まず検証用の OU に割り当ててください。ルートユーザーが必要な作業 (全員を締め出したバケットポリシーの削除など) は、ルートアクセスの一元管理を使うか、一時的にこのポリシーの対象外の OU に移して行います。"
      }
      input "organization_target_id" {
        description = {
          en = "Id of the organization's root (r-...) or of the organizational unit (ou-...) with the member accounts"
          ja = "メンバーアカウントを含むルート (r-...) または OU (ou-...) の ID"
        }
      }
      resource "aws_organizations_policy" "deny_root_user" {
        name        = "deny-root-user"
        description = "Deny every action of root users in member accounts"
        type        = "SERVICE_CONTROL_POLICY"
        content = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Sid       = "DenyRootUser"
            Effect    = "Deny"
            Action    = "*"
            Resource  = "*"
            Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
          }]
        })
      }
      resource "aws_organizations_policy_attachment" "deny_root_user" {
        policy_id = aws_organizations_policy.deny_root_user.id
        target_id = var.organization_target_id
      }
    }
  }

  remediation {
    console = {
      en = ["Open Policies, Service control policies in the Organizations console of the management account.", "Create a policy that denies every action when aws:PrincipalArn is like arn:aws:iam::*:root.", "Attach it to a test unit, then to the root."]
      ja = ["管理アカウントの Organizations コンソールで「ポリシー」→「サービスコントロールポリシー」を開く。", "aws:PrincipalArn が arn:aws:iam::*:root に一致する場合に全操作を拒否するポリシーを作る。", "検証用の OU に割り当てて確認し、その後ルートに割り当てる。"]
    }
    cli = "aws organizations create-policy --type SERVICE_CONTROL_POLICY --name deny-root-user --description 'Deny root users' --content file://deny-root-user.json"
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

    resource "aws_organizations_policy" "deny_root_user" {
      name        = "deny-root-user"
      description = "Deny every action of root users in member accounts"
      type        = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Sid       = "DenyRootUser"
          Effect    = "Deny"
          Action    = "*"
          Resource  = "*"
          Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
        }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root_user" {
      policy_id = aws_organizations_policy.deny_root_user.id
      target_id = var.organization_target_id
    }
  }

  example "fail" "attached to nothing" {
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
  }

  example "fail" "it allows instead" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "aws_organizations_policy" "allow_root" {
      name = "allow_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } }]
      })
    }

    resource "aws_organizations_policy_attachment" "allow_root" {
      policy_id = aws_organizations_policy.allow_root.id
      target_id = "r-ab12"
    }
  }

  example "fail" "one action only" {
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
        Statement = [{ Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "fail" "another principal, another key, another operator" {
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
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/legacy" } } },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:SourceArn" = "arn:aws:iam::*:root" } } },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
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

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "RESOURCE_CONTROL_POLICY"
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

  example "pass" "every action, attached to the root" {
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
      target_id = aws_organizations_organization.this.roots[0].id
    }
  }

  example "pass" "all but one action, from a policy document without a type" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    data "aws_iam_policy_document" "deny_root" {
      statement {
        effect      = "Deny"
        not_actions = ["s3:DeleteBucketPolicy"]
        resources   = ["*"]
        condition {
          test     = "ArnLike"
          variable = "aws:PrincipalArn"
          values   = ["arn:*:iam::*:root"]
        }
      }
    }

    resource "aws_organizations_policy" "deny_root" {
      name    = "deny-root"
      content = data.aws_iam_policy_document.deny_root.json
    }

    resource "aws_organizations_policy_attachment" "workloads" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "ou-ab12-cdef3456"
    }
  }

  example "unknown" "the actions are decided at apply" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "terraform_data" "action" {
      input = "*"
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = terraform_data.action.output, Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } }]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
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
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, StringNotEquals = { "aws:RequestedRegion" = "us-east-1" } } },
          { Effect = "Deny", Action = "*", Resource = "arn:aws:s3:::example/*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
          { Effect = "Deny", Action = "*", NotResource = "arn:aws:s3:::example/*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:root" } } },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, Null = { "aws:AssumedRoot" = "false" } } },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, Null = { "aws:MultiFactorAuthAge" = "true" } } },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, StringEquals = { "aws:AssumedRoot" = "true" } } },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "fail" "what closes a suspended account" {
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
          { Effect = "Deny", Action = "*", Resource = "*" },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { Null = { "aws:AssumedRoot" = "true" } } },
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
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "pass" "every action of every service" {
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
          { Effect = "Deny", Action = "*:*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } } },
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
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }, Null = { "aws:AssumedRoot" = "true" } } },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }

  example "unknown" "a further condition that is decided at apply" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "ALL"
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
      aws_service_access_principals = ["iam.amazonaws.com"]
    }

    resource "terraform_data" "condition" {
      input = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
    }

    resource "aws_organizations_policy" "deny_root" {
      name = "deny_root"
      type = "SERVICE_CONTROL_POLICY"
      content = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Deny", Action = "*", Resource = "*", Condition = terraform_data.condition.output },
        ]
      })
    }

    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "r-ab12"
    }
  }
}
