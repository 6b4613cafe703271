control "KMS.1" {
  slug     = "iam-policy-no-decrypt-on-all-keys"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "Customer managed IAM policies do not allow decryption with every KMS key"
    ja = "カスタマー管理ポリシーですべての KMS キーによる復号を許可していない"
  }
  why = {
    en = "Whoever may decrypt with every key can read all encrypted data that they get hold of, and keys stop being a line of defence."
    ja = "すべてのキーで復号できる主体は、手に入れた暗号化データをすべて読めます。これではキーで守っている意味がありません。"
  }
  decides = "checked"
  notes = {
    en = "A resource counts as every key when it covers keys of any account and Region. Conditions on the key's aliases or tags excuse a statement. Inline policies are judged by KMS.2."
    ja = "アカウントとリージョンを限定しないリソース指定を「すべてのキー」とみなします。キーのエイリアスやタグの条件があるステートメントは対象外です。インラインポリシーは KMS.2 で判定します。"
  }
  config_rule = "iam-customer-policy-blocked-kms-actions"
  frameworks = {
    "aws-fsbp"       = ["KMS.1"]
    "nist-800-53-r5" = ["AC-2", "AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-5", "AC-6", "AC-6(3)"]
  }

  parameter "blockedActionsPatterns" {
    default = ["kms:ReEncryptFrom", "kms:Decrypt"]
    description = {
      en = "Actions that no policy should allow on every key"
      ja = "すべてのキーに対して許可してはならないアクション"
    }
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
      document    = attrs.policy
      keys        = ["arn:aws:kms:us-east-1:111122223333:key/a", "arn:aws:kms:ap-northeast-1:444455556666:key/b"]
      open = any([for statement in try(policy(local.document).statements, []) : all([
        any([for action in param.blockedActionsPatterns : actions_allow(statement, action)]),
        any([
          any([for resource in statement.resources : all([target(resource) == null, all([for key in local.keys : iam_match(resource, key)])])]),
          all([
            length(statement.not_resources) > 0,
            !all([for key in local.keys : any([for resource in statement.not_resources : iam_match(resource, key)])]),
          ]),
        ]),
        !any([for item in statement.conditions : any([lower(item.key) == "kms:resourcealiases", startswith(lower(item.key), "aws:resourcetag/")])]),
      ])])
    }
    enforce {
      condition = !local.open
      at        = "policy"
      error_message = {
        en = "the policy allows decryption with every KMS key"
        ja = "すべての KMS キーによる復号を許可している"
      }
    }
    no_fix = {
      en = "only the people who use the policy know which keys they need: name those keys in Resource"
      ja = "必要なキーは利用者にしか分からないため、自動では直せない。Resource に必要なキーの ARN を列挙する"
    }
  }

  remediation {
    console = {
      en = ["Open Policies in the IAM console and choose the policy.", "Replace the resource of the statement by the ARNs of the keys that are needed.", "Save the new version as the default, then check that its users can still work."]
      ja = ["IAM コンソールの「ポリシー」で対象のポリシーを開く。", "該当ステートメントのリソースを、必要なキーの ARN に書き換える。", "新しいバージョンをデフォルトとして保存し、利用者の作業に支障がないことを確かめる。"]
    }
    cli = "aws iam create-policy-version --policy-arn POLICY_ARN --policy-document file://policy.json --set-as-default"
  }

  example "fail" "every resource" {
    resource "aws_iam_policy" "reader" {
      name = "reader"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = ["kms:Decrypt", "kms:DescribeKey"], Resource = "*" }]
      })
    }
  }

  example "fail" "every key, by wildcards" {
    data "aws_iam_policy_document" "copier" {
      statement {
        actions   = ["kms:ReEncrypt*"]
        resources = ["arn:aws:kms:*:*:key/*"]
      }
    }

    resource "aws_iam_policy" "copier" {
      name   = "copier"
      policy = data.aws_iam_policy_document.copier.json
    }
  }

  example "fail" "every key but those of one account and Region, and a condition on something else" {
    resource "aws_iam_policy" "reader" {
      name = "reader"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect   = "Allow"
            Action   = "s3:ListBucket"
            Resource = "*"
          },
          {
            Effect      = "Allow"
            Action      = "kms:*"
            NotResource = "arn:aws:kms:us-east-1:111122223333:key/*"
            Condition   = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
          },
        ]
      })
    }
  }

  example "fail" "boundaries are judged where the parameter says so" {
    params = { excludePermissionBoundaryPolicy = false }

    resource "aws_iam_policy" "boundary" {
      name = "boundary"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
      })
    }

    resource "aws_iam_user" "deploy" {
      name                 = "deploy"
      permissions_boundary = aws_iam_policy.boundary.arn
    }
  }

  example "pass" "keys of one account and Region, and a key of the configuration" {
    resource "aws_kms_key" "data" {
      description = "data"
    }

    data "aws_iam_policy_document" "reader" {
      statement {
        actions   = ["kms:Decrypt"]
        resources = ["arn:aws:kms:us-east-1:111122223333:key/*"]
      }
      statement {
        actions   = ["kms:DescribeKey", "s3:*"]
        resources = ["*"]
      }
    }

    resource "aws_iam_policy" "reader" {
      name   = "reader"
      policy = data.aws_iam_policy_document.reader.json
    }
  }

  example "pass" "tags, aliases, denials and boundaries" {
    variable "conditions" {
      default = {
        tags    = { "aws:ResourceTag/team" = "data" }
        aliases = { "kms:ResourceAliases" = "alias/data" }
      }
    }

    resource "aws_iam_policy" "condition" {
      for_each = var.conditions
      name     = each.key
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Condition = { "ForAnyValue:StringEquals" = each.value } }]
      })
    }

    resource "aws_iam_policy" "deny" {
      name = "deny"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Deny", Action = "kms:Decrypt", Resource = "*" },
          { Effect = "Allow", Action = "kms:Decrypt", NotResource = ["arn:aws:s3:::example-data", "arn:aws:kms:*"] },
        ]
      })
    }

    resource "aws_iam_policy" "boundary" {
      name = "boundary"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
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
        Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
      })
    }

    resource "aws_iam_user" "deploy" {
      name                 = "deploy"
      permissions_boundary = aws_iam_policy.user_boundary.arn
    }
  }

  example "unknown" "the resource is decided at apply" {
    resource "terraform_data" "key" {
      input = "*"
    }

    resource "aws_iam_policy" "reader" {
      name = "reader"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = tobool(terraform_data.key.output) ? "*" : "arn:aws:kms:us-east-1:111122223333:key/a" }]
      })
    }
  }

  example "unknown" "statements that are decided at apply" {
    resource "terraform_data" "flag" {
      input = true
    }

    resource "terraform_data" "policy" {
      input = "{}"
    }

    data "aws_iam_policy_document" "merged" {
      source_policy_documents = [terraform_data.policy.output]
    }

    data "aws_iam_policy_document" "optional" {
      dynamic "statement" {
        for_each = tobool(terraform_data.flag.output) ? [1] : []
        content {
          actions   = ["kms:Decrypt"]
          resources = ["*"]
        }
      }
      statement {
        actions   = ["s3:ListAllMyBuckets"]
        resources = ["*"]
      }
    }

    data "aws_iam_policy_document" "overridden" {
      override_policy_documents = [terraform_data.policy.output]
      statement {
        sid       = "Decrypt"
        actions   = ["kms:Decrypt"]
        resources = ["*"]
      }
    }

    resource "aws_iam_policy" "reader" {
      for_each = {
        merged     = data.aws_iam_policy_document.merged.json
        optional   = data.aws_iam_policy_document.optional.json
        overridden = data.aws_iam_policy_document.overridden.json
        element    = jsonencode({ Statement = [terraform_data.policy.output] })
      }
      name   = each.key
      policy = each.value
    }
  }
}
