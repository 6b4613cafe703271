control "IAM.21" {
  slug     = "iam-policy-no-service-wildcards"
  aliases  = []
  severity = "low"
  category = ["Detect", "Secure access management"]
  title = {
    en = "Customer managed IAM policies do not allow every action of a service"
    ja = "カスタマー管理ポリシーでサービスの全アクション (service:*) を許可していない"
  }
  why = {
    en = "A wildcard for a whole service also allows its administration: deleting data, changing policies, handing on permissions. It grows by itself with every action AWS adds."
    ja = "サービス全体のワイルドカードは、データの削除やポリシーの変更、権限の付与といった管理操作まで許可します。AWS がアクションを追加すれば、その分も自動的に許可されます。"
  }
  decides = "checked"
  notes = {
    en = "\"*\" counts as well, because it covers every service. Prefixes such as ec2:Describe* pass. With NotAction, only a whole service among the exceptions fails, as in AWS's check. Inline policies and AWS managed policies are outside this control."
    ja = "「*」も全サービスを含むため対象です。ec2:Describe* のような接頭辞付きの指定は合格とします。NotAction は AWS の判定と同じく、除外対象に service:* があるものを不合格とします。インラインポリシーと AWS 管理ポリシーは対象外です。"
  }
  config_rule = "iam-policy-no-statements-with-full-access"
  frameworks = {
    "aws-fsbp"       = ["IAM.21"]
    "nist-800-53-r5" = ["AC-2", "AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-5", "AC-6", "AC-6(10)", "AC-6(2)", "AC-6(3)"]
  }

  parameter "excludePermissionBoundaryPolicy" {
    default = true
    description = {
      en = "Do not judge policies that serve as a permissions boundary"
      ja = "アクセス許可の境界として使われるポリシーを対象外にする"
    }
  }
  check "aws_iam_policy" {
    filter = !(param.excludePermissionBoundaryPolicy && local.is_boundary)
    locals {
      is_boundary = exists(concat(companions("aws_iam_role", "permissions_boundary"), companions("aws_iam_user", "permissions_boundary")))
      statements  = try(policy(attrs.policy).statements, [])
    }
    enforce {
      condition = !any([for statement in local.statements : all([
        statement.effect == "Allow",
        any([for action in concat(statement.actions, statement.not_actions) : any([action == "*", endswith(action, ":*")])]),
      ])])
      at = "policy"
      error_message = {
        en = "the policy allows every action of a service"
        ja = "サービスのすべてのアクションを許可している"
      }
    }
    no_fix = {
      en = "only the people who use the policy know which actions they need: list those (IAM Access Analyzer can generate them from CloudTrail activity)"
      ja = "必要なアクションは利用者にしか分からないため、自動では直せない。IAM Access Analyzer で CloudTrail の履歴から必要なアクションを洗い出して列挙する"
    }
  }

  remediation {
    console = {
      en = ["Open Policies in the IAM console and choose the policy.", "On the Permissions tab replace service:* with the actions that are needed.", "Save the new version as the default, then check that its users can still work."]
      ja = ["IAM コンソールの「ポリシー」で対象のポリシーを開く。", "「許可」タブで、service:* を必要なアクションに書き換える。", "新しいバージョンをデフォルトとして保存し、利用者の作業に支障がないことを確かめる。"]
    }
    cli = "aws iam create-policy-version --policy-arn POLICY_ARN --policy-document file://policy.json --set-as-default"
  }

  example "fail" "a whole service" {
    resource "aws_iam_policy" "operator" {
      name = "operator"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect   = "Allow"
            Action   = "ec2:Describe*"
            Resource = "*"
          },
          {
            Effect   = "Allow"
            Action   = ["ec2:RunInstances", "s3:*"]
            Resource = "arn:aws:s3:::example-data/*"
          },
        ]
      })
    }
  }

  example "fail" "everything but a service" {
    data "aws_iam_policy_document" "developer" {
      statement {
        not_actions = ["iam:*"]
        resources   = ["*"]
      }
    }

    resource "aws_iam_policy" "developer" {
      name   = "developer"
      policy = data.aws_iam_policy_document.developer.json
    }
  }

  example "fail" "everything" {
    resource "aws_iam_policy" "admin" {
      name = "admin"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = {
          Effect   = "Allow"
          Action   = "*"
          Resource = "*"
        }
      })
    }
  }

  example "fail" "boundaries are judged where the parameter says so" {
    params = { excludePermissionBoundaryPolicy = false }

    resource "aws_iam_policy" "boundary" {
      name = "boundary"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
      })
    }

    resource "aws_iam_user" "deploy" {
      name                 = "deploy"
      permissions_boundary = aws_iam_policy.boundary.arn
    }
  }

  example "pass" "actions and prefixes" {
    data "aws_iam_policy_document" "reader" {
      statement {
        actions   = ["ec2:Describe*", "s3:GetObject"]
        resources = ["*"]
      }
    }

    resource "aws_iam_policy" "reader" {
      name   = "reader"
      policy = data.aws_iam_policy_document.reader.json
    }
  }

  example "pass" "a denied service, and a permissions boundary" {
    resource "aws_iam_policy" "no_iam" {
      name = "no-iam"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "iam:*", Resource = "*" }]
      })
    }

    resource "aws_iam_policy" "boundary" {
      name = "boundary"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
      })
    }

    resource "aws_iam_role" "deploy" {
      name                 = "deploy"
      assume_role_policy   = "{}"
      permissions_boundary = aws_iam_policy.boundary.arn
    }

    resource "aws_iam_policy" "user_boundary" {
      name = "user-boundary"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
      })
    }

    resource "aws_iam_user" "deploy" {
      name                 = "deploy"
      permissions_boundary = aws_iam_policy.user_boundary.arn
    }
  }

  example "unknown" "an action is decided at apply" {
    resource "terraform_data" "action" {
      input = "s3:GetObject"
    }

    resource "aws_iam_policy" "reader" {
      name = "reader"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = terraform_data.action.output, Resource = "*" }]
      })
    }
  }
}
