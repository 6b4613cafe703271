control "S3.6" {
  slug     = "s3-bucket-policy-cross-account-actions"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure access management", "Sensitive API operations actions restricted"]
  title = {
    en = "Bucket policies give other accounts no control over the bucket"
    ja = "バケットポリシーで他アカウントにバケットの管理操作を許可していない"
  }
  why = {
    en = "An account that may change a bucket's policy, lists or encryption can open the bucket to anyone or lock its owner out."
    ja = "バケットのポリシーや ACL、暗号化設定を変更できるアカウントは、バケットを公開することも、所有者を締め出すこともできます。"
  }
  decides = "checked"
  notes = {
    en = "Roles and users of this configuration, and the accounts in ownAccountIds, count as the bucket's own; every other account that a policy names is another one. A condition on aws:PrincipalAccount confines a statement. A canonical user id does not tell its account, unless a data source of the configuration gives it."
    ja = "この構成で宣言したロールとユーザー、および ownAccountIds のアカウントを自アカウントとみなし、ポリシーに書かれたそれ以外のアカウントは他アカウントとして扱います。aws:PrincipalAccount の条件があるステートメントは限定されているものとします。正規ユーザー ID からはアカウントが分からないため、構成内のデータソースの ID と一致する場合を除き判定不能とします。"
  }
  config_rule = "s3-bucket-blacklisted-actions-prohibited"
  frameworks = {
    "aws-fsbp"       = ["S3.6"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2"]
  }
  frameworks_derived = {
    "pci-dss-4.0"  = ["10.6.3", "7.2.1", "7.2.2", "7.2.5", "7.2.6", "7.3.1", "7.3.2", "7.3.3", "8.2.7", "8.2.8", "8.3.4"]
    "nist-csf-2.0" = ["ds_5", "ip_1", "ra_1"]
  }

  parameter "blacklistedactionpatterns" {
    default = ["s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutObjectAcl"]
    description = {
      en = "Actions that other accounts must not be allowed"
      ja = "他アカウントに許可してはならないアクション"
    }
  }
  parameter "ownAccountIds" {
    default = []
    description = {
      en = "Accounts that count as the bucket's own"
      ja = "バケットの自アカウントとみなすアカウントの ID"
    }
  }
  check "aws_s3_bucket_policy" "aws_s3_bucket" {
    locals {
      own = concat(param.ownAccountIds, [for identity in in_scope("data.aws_caller_identity") : identity.account_id])
    }
    enforce {
      condition = !any([for statement in try(policy(attrs.policy).statements, []) : all([
        any([for action in param.blacklistedactionpatterns : actions_allow(statement, action)]),
        any([
          is_public_principal(statement),
          any([for principal in statement.principals : all([
            principal.type == "AWS",
            target(principal.id) == null,
            !any([for account in local.own : principal_account(principal) == account]),
          ])]),
          any([for principal in statement.principals : all([
            principal.type == "CanonicalUser",
            target(principal.id) == null,
            !any([for identity in in_scope("data.aws_canonical_user_id") : identity.id == principal.id]),
            undecided("the account of a canonical user id"),
          ])]),
        ]),
        !any([for item in statement.conditions : lower(item.key) == "aws:principalaccount"]),
      ])])
      at = "policy"
      error_message = {
        en = "the bucket policy lets another account control the bucket"
        ja = "バケットポリシーで他アカウントに管理操作を許可している"
      }
    }
  }

  no_fix = {
    en = "only the people who work with the other account know what it needs: list the actions it uses, without those that change the policy, lists or encryption"
    ja = "相手のアカウントに必要な操作は利用者にしか分からないため、自動では直せない。ポリシー、ACL、暗号化を変更するものを除き、必要なアクションを列挙する"
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Permissions.", "Edit the bucket policy and find statements for other accounts.", "Take out the actions that change the policy, access control lists or encryption, and save."]
      ja = ["S3 コンソールでバケットを開き、「アクセス許可」タブを選ぶ。", "バケットポリシーを編集し、他アカウントを対象とするステートメントを探す。", "ポリシー、ACL、暗号化を変更するアクションを取り除いて保存する。"]
    }
    cli = "aws s3api put-bucket-policy --bucket BUCKET --policy file://policy.json"
  }

  example "fail" "every action of S3" {
    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect = "Allow"
          Action = "s3:*"
          Principal = {
            AWS     = ["arn:aws:iam::444455556666:root"]
            Service = "delivery.logs.amazonaws.com"
          }
          Resource = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
        }]
      })
    }
  }

  example "fail" "each action once" {
    variable "actions" {
      default = ["DeleteBucketPolicy", "PutBucketAcl", "PutBucketPolicy", "PutEncryptionConfiguration", "PutObjectAcl"]
    }

    resource "aws_s3_bucket" "data" {
      for_each = toset(var.actions)
      bucket   = "example-${lower(each.key)}"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = ["s3:GetObject", "s3:${each.key}"]
          Principal = { AWS = "444455556666" }
          Resource  = "*"
        }]
      })
    }
  }

  example "fail" "everybody, on a condition about something else" {
    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "s3:PutObjectAcl"
          Principal = "*"
          Resource  = "arn:aws:s3:::example-data/*"
          Condition = { Bool = { "aws:SecureTransport" = "true" } }
        }]
      })
    }
  }

  example "pass" "objects only, denials, services" {
    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect    = "Allow"
            Action    = ["s3:GetObject", "s3:PutObject"]
            Principal = { AWS = "arn:aws:iam::444455556666:root" }
            Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
          },
          {
            Effect    = "Deny"
            Action    = "s3:*"
            Principal = { AWS = "arn:aws:iam::444455556666:root" }
            Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
          },
          {
            Effect    = "Allow"
            Action    = "s3:PutObjectAcl"
            Principal = { Service = "delivery.logs.amazonaws.com" }
            Resource  = "arn:aws:s3:::example-data/*"
          },
          {
            Effect    = "Allow"
            Action    = "s3:PutObjectAcl"
            Principal = "*"
            Resource  = "arn:aws:s3:::example-data/*"
            Condition = { StringEquals = { "aws:PrincipalAccount" = "111122223333" } }
          },
        ]
      })
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "pass" "principals of the own account" {
    params = { ownAccountIds = ["444455556666"] }

    resource "aws_iam_role" "admin" {
      name               = "admin"
      assume_role_policy = "{}"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect    = "Allow"
            Action    = "s3:PutBucketPolicy"
            Principal = { AWS = "arn:aws:iam::444455556666:root" }
            Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
          },
          {
            Effect    = "Allow"
            Action    = "s3:PutBucketPolicy"
            Principal = { AWS = "444455556666" }
            Resource  = "arn:aws:s3:::example-data"
          },
          {
            Effect    = "Allow"
            Action    = "s3:PutBucketPolicy"
            Principal = { AWS = "arn:aws:iam::111122223333:role/admin" }
            Resource  = "arn:aws:s3:::example-data"
          },
        ]
      })
    }
  }

  example "pass" "the account that runs Terraform, whichever it is" {
    resource "terraform_data" "before" {
      input = "example-data"
    }

    data "aws_caller_identity" "current" {
      depends_on = [terraform_data.before]
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "s3:PutBucketPolicy"
          Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
          Resource  = "arn:aws:s3:::example-data"
        }]
      })
    }
  }

  example "unknown" "the account is decided at apply" {
    resource "terraform_data" "account" {
      input = "444455556666"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "s3:PutBucketPolicy"
          Principal = { AWS = "arn:aws:iam::${terraform_data.account.output}:root" }
          Resource  = "arn:aws:s3:::example-data"
        }]
      })
    }
  }

  example "unknown" "statements that are decided at apply" {
    resource "terraform_data" "policy" {
      input = "{}"
    }

    data "aws_iam_policy_document" "merged" {
      source_policy_documents = [terraform_data.policy.output]
    }

    resource "aws_s3_bucket_policy" "data" {
      for_each = {
        merged  = data.aws_iam_policy_document.merged.json
        element = jsonencode({ Statement = [terraform_data.policy.output] })
      }
      bucket = "example-${each.key}"
      policy = each.value
    }
  }

  example "unknown" "a canonical user id tells no account" {
    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "s3:PutBucketPolicy"
          Principal = { CanonicalUser = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" }
          Resource  = "arn:aws:s3:::example-data"
        }]
      })
    }
  }

  example "pass" "the canonical user of the own account" {
    resource "terraform_data" "before" {
      input = "example-data"
    }

    data "aws_canonical_user_id" "current" {
      depends_on = [terraform_data.before]
    }

    data "aws_iam_policy_document" "data" {
      statement {
        actions   = ["s3:PutBucketPolicy"]
        resources = ["arn:aws:s3:::example-data"]
        principals {
          type        = "CanonicalUser"
          identifiers = [data.aws_canonical_user_id.current.id]
        }
      }
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = data.aws_iam_policy_document.data.json
    }
  }

  example "pass" "the canonical user of the own account, as text" {
    data = { "data.aws_canonical_user_id.current" = { id = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" } }

    data "aws_canonical_user_id" "current" {}

    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "s3:PutBucketPolicy"
          Principal = { CanonicalUser = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" }
          Resource  = "arn:aws:s3:::example-data"
        }]
      })
    }
  }
}
