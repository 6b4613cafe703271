control "KMS.2" {
  slug     = "iam-inline-policy-no-decrypt-on-all-keys"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "Inline IAM policies do not allow decryption with every KMS key"
    ja = "インラインポリシーですべての KMS キーによる復号を許可していない"
  }
  why = {
    en = "Whoever may decrypt with every key can read all encrypted data that they get hold of. Inline policies are easily overlooked, because they appear in no list of policies."
    ja = "すべてのキーで復号できる主体は、手に入れた暗号化データをすべて読めます。インラインポリシーはポリシーの一覧に出てこないため、見落とされがちです。"
  }
  decides = "checked"
  notes = {
    en = "A resource counts as every key when it covers keys of any account and Region. Conditions on the key's aliases or tags excuse a statement."
    ja = "アカウントとリージョンを限定しないリソース指定を「すべてのキー」とみなします。キーのエイリアスやタグの条件があるステートメントは対象外です。"
  }
  config_rule = "iam-inline-policy-blocked-kms-actions"
  frameworks = {
    "aws-fsbp"       = ["KMS.2"]
    "nist-800-53-r5" = ["AC-2", "AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-5", "AC-6", "AC-6(3)"]
  }

  parameter "blockedActionsPatterns" {
    default = ["kms:ReEncryptFrom", "kms:Decrypt"]
    description = {
      en = "Actions that no policy should allow on every key"
      ja = "すべてのキーに対して許可してはならないアクション"
    }
  }
  check "aws_iam_role_policy" "aws_iam_user_policy" "aws_iam_group_policy" {
    locals {
      document = attrs.policy
      keys     = ["arn:aws:kms:us-east-1:111122223333:key/a", "arn:aws:kms:ap-northeast-1:444455556666:key/b"]
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
        en = "the inline policy allows decryption with every KMS key"
        ja = "インラインポリシーですべての KMS キーによる復号を許可している"
      }
    }
  }

  check "aws_iam_role" {
    each = "inline_policy"
    locals {
      document = each.value.policy
      keys     = ["arn:aws:kms:us-east-1:111122223333:key/a", "arn:aws:kms:ap-northeast-1:444455556666:key/b"]
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
        en = "the inline policy ${default(each.value.name, "")} allows decryption with every KMS key"
        ja = "インラインポリシー ${default(each.value.name, "")} ですべての KMS キーによる復号を許可している"
      }
    }
  }

  no_fix = {
    en = "only the people who use the policy know which keys they need: name those keys in Resource"
    ja = "必要なキーは利用者にしか分からないため、自動では直せない。Resource に必要なキーの ARN を列挙する"
  }

  remediation {
    console = {
      en = ["Open the role, user or group in the IAM console and choose Permissions.", "Edit the inline policy and replace the resource by the ARNs of the keys that are needed.", "Save, and check that the work still goes on."]
      ja = ["IAM コンソールでロール、ユーザー、グループのいずれかを開き、「許可」タブを選ぶ。", "インラインポリシーを編集し、リソースを必要なキーの ARN に書き換える。", "保存し、業務に支障がないことを確かめる。"]
    }
    cli = "aws iam put-role-policy --role-name ROLE --policy-name POLICY --policy-document file://policy.json"
  }

  example "fail" "role, user and group" {
    locals {
      document = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*" }]
      })
    }

    resource "aws_iam_role_policy" "reader" {
      name   = "reader"
      role   = "reader"
      policy = local.document
    }

    resource "aws_iam_user_policy" "reader" {
      name   = "reader"
      user   = "reader"
      policy = local.document
    }

    resource "aws_iam_group_policy" "reader" {
      name   = "reader"
      group  = "readers"
      policy = local.document
    }
  }

  example "fail" "by wildcards" {
    resource "aws_iam_group_policy" "copier" {
      name  = "copy"
      group = "copiers"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "kms:ReEncryptFrom", Resource = "arn:aws:kms:*:*:key/*" }]
      })
    }
  }

  example "fail" "inside the role, by wildcards" {
    resource "aws_iam_role" "copier" {
      name               = "copier"
      assume_role_policy = "{}"
      inline_policy {
        name = "copy"
        policy = jsonencode({
          Version   = "2012-10-17"
          Statement = [{ Effect = "Allow", Action = "kms:ReEncryptFrom", Resource = "arn:aws:kms:*:*:key/*" }]
        })
      }
    }
  }

  example "fail" "every key but those of one account and Region, and a condition on something else" {
    data "aws_iam_policy_document" "reader" {
      statement {
        actions   = ["s3:ListBucket"]
        resources = ["*"]
      }
      statement {
        actions       = ["kms:*"]
        not_resources = ["arn:aws:kms:us-east-1:111122223333:key/*"]
        condition {
          test     = "Bool"
          variable = "aws:MultiFactorAuthPresent"
          values   = ["true"]
        }
      }
    }

    resource "aws_iam_role_policy" "reader" {
      name   = "reader"
      role   = "reader"
      policy = data.aws_iam_policy_document.reader.json
    }

    resource "aws_iam_role" "reader" {
      name               = "inside"
      assume_role_policy = "{}"
      inline_policy {
        name   = "reader"
        policy = data.aws_iam_policy_document.reader.json
      }
    }
  }

  example "pass" "keys of one account and Region" {
    locals {
      document = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:Decrypt", Resource = "arn:aws:kms:us-east-1:111122223333:key/*" },
          { Effect = "Allow", Action = "kms:DescribeKey", Resource = "*" },
          { Effect = "Deny", Action = "kms:Decrypt", Resource = "*" },
          { Effect = "Allow", Action = "kms:Decrypt", NotResource = ["arn:aws:s3:::example-data", "arn:aws:kms:*"] },
        ]
      })
    }

    resource "aws_iam_role_policy" "reader" {
      name   = "reader"
      role   = "reader"
      policy = local.document
    }

    resource "aws_iam_role" "reader" {
      name               = "reader"
      assume_role_policy = "{}"
      inline_policy {
        name   = "reader"
        policy = local.document
      }
    }
  }

  example "pass" "every key with a tag or alias, and no inline policy" {
    variable "conditions" {
      default = {
        tags    = { "aws:ResourceTag/team" = "data" }
        aliases = { "kms:ResourceAliases" = "alias/data" }
      }
    }

    resource "aws_iam_user_policy" "reader" {
      for_each = var.conditions
      name     = each.key
      user     = "reader"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Condition = { "ForAnyValue:StringEquals" = each.value } }]
      })
    }

    resource "aws_iam_role" "inside" {
      for_each           = var.conditions
      name               = "inside-${each.key}"
      assume_role_policy = "{}"
      inline_policy {
        name = each.key
        policy = jsonencode({
          Version   = "2012-10-17"
          Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Condition = { "ForAnyValue:StringEquals" = each.value } }]
        })
      }
    }
  }

  example "unknown" "the resource is decided at apply" {
    resource "terraform_data" "all" {
      input = true
    }

    resource "aws_iam_role_policy" "reader" {
      name = "reader"
      role = "reader"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = tobool(terraform_data.all.output) ? "*" : "arn:aws:kms:us-east-1:111122223333:key/a" }]
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

    resource "aws_iam_user_policy" "reader" {
      for_each = {
        merged     = data.aws_iam_policy_document.merged.json
        optional   = data.aws_iam_policy_document.optional.json
        overridden = data.aws_iam_policy_document.overridden.json
        element    = jsonencode({ Statement = [terraform_data.policy.output] })
      }
      name   = each.key
      user   = "reader"
      policy = each.value
    }
  }
}
