control "IAM.1" {
  slug     = "iam-policy-no-admin-access"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure access management"]
  title = {
    en = "Customer managed IAM policies do not grant full administrator access"
    ja = "カスタマー管理ポリシーで全権限 (Action と Resource がともに *) を許可していない"
  }
  why = {
    en = "Whoever holds a policy that allows every action on every resource can take over the whole account, and so can anyone who steals that identity's credentials. Permissions should cover the task and no more."
    ja = "すべてのリソースにすべての操作を許すポリシーを持つ ID は、アカウント全体を掌握できます。その認証情報が盗まれた場合も同じです。権限は作業に必要な範囲に絞ります。"
  }
  decides = "checked"
  notes = {
    en = "\"*:*\" counts like \"*\", because IAM treats them alike. Conditions do not excuse a statement. Inline policies and AWS managed policies are outside this control."
    ja = "\"*:*\" は IAM で \"*\" と同じ意味になるため同様に扱います。Condition の有無は考慮しません。インラインポリシーと AWS 管理ポリシーは対象外です。"
  }
  config_rule = "iam-policy-no-statements-with-admin-access"
  frameworks = {
    "aws-fsbp"       = ["IAM.1"]
    "pci-dss-3.2.1"  = ["7.2.1"]
    "cis-aws-1.2"    = ["1.22"]
    "cis-aws-1.4"    = ["1.16"]
    "nist-800-53-r5" = ["AC-2", "AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-5", "AC-6", "AC-6(10)", "AC-6(2)", "AC-6(3)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["1.16"]
    "cis-aws-5.0"                   = ["1.15"]
    "aws-well-architected-security" = ["SEC03-BP02", "SEC03-BP04"]
    "iso-27001-2022"                = ["A.5.18", "A.8.2"]
    "soc2"                          = ["cc_1_3", "cc_6_3"]
    "nist-csf-2.0"                  = ["ac_1", "ac_4", "ac_6", "po_1", "rr_1", "rr_2"]
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
        contains(statement.actions, "*") || contains(statement.actions, "*:*"),
        contains(statement.resources, "*"),
      ])])
      at = "policy"
      error_message = {
        en = "the policy allows every action on every resource"
        ja = "すべてのリソースに対するすべての操作を許可している"
      }
    }
    no_fix = {
      en = "only the people who use the policy know which permissions it needs: list those actions and resources (IAM Access Analyzer can generate them from CloudTrail activity), or attach a job function policy of AWS"
      ja = "必要な権限は利用者にしか分からないため、自動では直せない。IAM Access Analyzer で CloudTrail の履歴から必要な操作を洗い出し、Action と Resource を列挙する"
    }
  }

  remediation {
    console = {
      en = ["Open Policies in the IAM console and choose the policy.", "On the Permissions tab replace the statement with the actions and resources that are needed.", "Save the new version as the default, then check that its users can still work."]
      ja = ["IAM コンソールの「ポリシー」で対象のポリシーを開く。", "「許可」タブで、該当ステートメントを必要な操作とリソースに書き換える。", "新しいバージョンをデフォルトとして保存し、利用者の作業に支障がないことを確かめる。"]
    }
    cli = "aws iam create-policy-version --policy-arn POLICY_ARN --policy-document file://policy.json --set-as-default"
  }

  example "fail" "jsonencode with stars" {
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

  example "fail" "second statement of a policy document" {
    data "aws_iam_policy_document" "operator" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::example-data/*"]
      }
      statement {
        sid       = "Everything"
        actions   = ["ec2:*", "*:*"]
        resources = ["*"]
      }
    }

    resource "aws_iam_policy" "operator" {
      name   = "operator"
      policy = data.aws_iam_policy_document.operator.json
    }
  }

  example "fail" "JSON in a heredoc with a condition" {
    resource "aws_iam_policy" "break_glass" {
      name   = "break-glass"
      policy = <<-EOT
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": ["*"],
              "Resource": ["*"],
              "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } }
            }
          ]
        }
      EOT
    }
  }

  example "fail" "a boundary is judged when the parameter says so" {
    params = { excludePermissionBoundaryPolicy = false }

    resource "aws_iam_policy" "boundary" {
      name = "developer-boundary"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
      })
    }

    resource "aws_iam_role" "developer" {
      name                 = "developer"
      permissions_boundary = aws_iam_policy.boundary.arn
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
      })
    }
  }

  example "pass" "named actions" {
    data "aws_iam_policy_document" "reader" {
      statement {
        actions   = ["s3:GetObject", "s3:ListBucket"]
        resources = ["*"]
      }
    }

    resource "aws_iam_policy" "reader" {
      name   = "reader"
      policy = data.aws_iam_policy_document.reader.json
    }
  }

  example "pass" "every action on one resource, and a deny of everything" {
    resource "aws_iam_policy" "narrow" {
      name = "narrow"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "*", Resource = "arn:aws:s3:::example-data" },
          { Effect = "Deny", Action = "*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } },
        ]
      })
    }
  }

  example "pass" "a permissions boundary beside an ordinary policy" {
    resource "aws_iam_policy" "boundary" {
      name = "developer-boundary"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
      })
    }

    resource "aws_iam_policy" "reader" {
      name = "reader"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
      })
    }

    resource "aws_iam_role" "developer" {
      name                 = "developer"
      permissions_boundary = aws_iam_policy.boundary.arn
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
      })
    }
  }

  example "unknown" "the actions are decided at apply" {
    resource "terraform_data" "action" {
      input = "*"
    }

    resource "aws_iam_policy" "generated" {
      name = "generated"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = terraform_data.action.output, Resource = "*" }]
      })
    }
  }
}
