control "Baseline.16" {
  slug     = "kms-separate-encrypt-decrypt"
  aliases  = []
  severity = "low"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "KMS key policies give encryption and decryption to different roles"
    ja = "KMS キーポリシーで暗号化用と復号用のロールを分けている"
  }
  why = {
    en = "A system that only writes data does not need to read it. When its role cannot decrypt, whoever takes over that system still sees nothing that was written before."
    ja = "データを書き込むだけのシステムに、読み取りの権限は不要です。復号できないロールにしておけば、そのシステムが乗っ取られても過去に書き込んだデータは読まれません。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows item 5 of AWS's Top 10 security items to improve in your AWS account (two IAM roles, one to encrypt and one to decrypt). The account itself as principal is not judged, because it hands the decision to IAM policies; neither are services, nor statements confined to services by kms:ViaService, which need both. A Deny without conditions counts."
    ja = "本プロジェクト独自のコントロールです。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 5 条 (暗号化用と復号用に異なる 2 つの IAM ロールを設定する) に対応します。アカウント自身をプリンシパルとするステートメントは IAM ポリシーに委ねるものなので対象外とし、サービスと kms:ViaService で限定したステートメントも、サービスの動作に両方が必要なため対象外とします。条件のない Deny は考慮します。"
  }
  frameworks = {
    "aws-well-architected-security" = ["SEC03-BP02", "SEC07-BP02", "SEC08-BP01"]
  }

  check "aws_kms_key" "aws_kms_replica_key" "aws_kms_external_key" "aws_kms_replica_external_key" "aws_kms_key_policy" {
    locals {
      statements = [for statement in try(policy(attrs.policy).statements, []) : {
        statement = statement
        # The account itself hands the decision to IAM policies.
        ids       = [for principal in statement.principals : target(principal.id, "aws_iam_role", "aws_iam_user", "data.aws_iam_role", "data.aws_iam_user") == null ? principal.id : address(target(principal.id, "aws_iam_role", "aws_iam_user", "data.aws_iam_role", "data.aws_iam_user")) if contains(["AWS", "*"], principal.type) && principal_kind(principal) != "account"]
        }
      ]
      direct = [for found in local.statements : found if all([for condition in found.statement.conditions : !all([
        lower(condition.key) == "kms:viaservice",
        can(regex("^string(equals|equalsignorecase|like)$", lower(condition.operator))),
      ])])]
      denials = [for found in local.statements : found if length(found.statement.conditions) == 0]
      rights = { for action in ["kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt"] : action => {
        allowed = flatten([for found in local.direct : found.ids if actions_allow(found.statement, action)])
        denied  = flatten([for found in local.denials : found.ids if actions_deny(found.statement, action)])
      } }
      holders = { for action, right in local.rights : action => [
        for id in right.allowed : id if !any([for denied in right.denied : any([denied == "*", same(denied, id)])])
      ] }
      encrypting = flatten([for action, ids in local.holders : ids if action != "kms:Decrypt"])
    }
    enforce {
      condition = !any([for id in local.encrypting : any([for other in local.holders["kms:Decrypt"] : any([same(other, id), other == "*", id == "*"])])])
      at        = "policy"
      error_message = {
        en = "one principal may both encrypt and decrypt with the key"
        ja = "同じプリンシパルがこのキーで暗号化と復号の両方を行える"
      }
    }
    no_fix = {
      en = "who creates data and who reads it is for the owner to say: give kms:Encrypt and kms:GenerateDataKey to one role and kms:Decrypt to another, and leave both out of the administrators' statement"
      ja = "データを作成する役割と参照する役割は管理者が決める必要がある。kms:Encrypt と kms:GenerateDataKey、kms:Decrypt を別々のロールに付与し、キー管理者のステートメントにはいずれも含めない"
    }
  }

  remediation {
    console = {
      en = ["Open the key in the KMS console and choose Key policy.", "Allow kms:Encrypt and kms:GenerateDataKey* to the role that writes, and kms:Decrypt to the role that reads.", "Remove both from the statement of the key administrators."]
      ja = ["KMS コンソールでキーを開き「キーポリシー」を選ぶ。", "書き込み用のロールに kms:Encrypt と kms:GenerateDataKey*、参照用のロールに kms:Decrypt を許可する。", "キー管理者のステートメントからはどちらも外す。"]
    }
    cli = "aws kms put-key-policy --key-id KEY_ID --policy-name default --policy file://policy.json"
  }

  example "fail" "one role does both" {
    resource "aws_kms_key" "data" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
        ]
      })
    }
  }

  example "fail" "in two statements, by wildcards" {
    resource "aws_kms_key" "data" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
          { Effect = "Allow", Action = "kms:GenerateDataKey*", Resource = "*", Principal = { AWS = ["arn:aws:iam::111122223333:role/writer", "arn:aws:iam::111122223333:role/reader"] } },
          { Effect = "Allow", Action = "kms:De*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/reader" } },
        ]
      })
    }
  }

  example "fail" "an administrator with every action, and a policy of its own" {
    resource "aws_kms_key" "data" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/administrator" } },
        ]
      })
    }

    resource "aws_kms_key_policy" "data" {
      key_id = aws_kms_key.data.id
      policy = aws_kms_key.data.policy
    }
  }

  example "unknown" "the reader is decided at apply" {
    resource "aws_iam_role" "app" {
      name = "app"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
      })
    }

    resource "terraform_data" "reader" {
      input = "arn:aws:iam::111122223333:role/reader"
    }

    data "aws_iam_policy_document" "data" {
      statement {
        actions   = ["kms:Encrypt"]
        resources = ["*"]
        principals {
          type        = "AWS"
          identifiers = [aws_iam_role.app.arn]
        }
      }
      statement {
        actions   = ["kms:Decrypt"]
        resources = ["*"]
        principals {
          type        = "AWS"
          identifiers = [terraform_data.reader.output]
        }
      }
    }

    resource "aws_kms_key" "data" {
      description = "data"
      policy      = data.aws_iam_policy_document.data.json
    }
  }

  example "pass" "one role for each" {
    resource "aws_kms_key" "data" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:GenerateDataKey*"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
          { Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/reader" } },
        ]
      })
    }
  }

  example "pass" "the account, a service, and use through a service" {
    resource "aws_kms_key" "data" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "*" }, Condition = { StringEquals = { "kms:ViaService" = "ec2.us-east-1.amazonaws.com" } } },
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "111122223333" } },
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { Service = "logs.us-east-1.amazonaws.com" } },
          { Effect = "Deny", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "*" }, Condition = { Bool = { "aws:SecureTransport" = "false" } } },
        ]
      })
    }

    resource "aws_kms_key" "default" {
      description = "default policy"
    }
  }

  example "pass" "the account that runs Terraform, whichever it is" {
    resource "terraform_data" "before" {
      input = "data"
    }

    data "aws_caller_identity" "current" {
      depends_on = [terraform_data.before]
    }

    resource "aws_kms_key" "data" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" } },
        ]
      })
    }

    resource "aws_kms_key" "by_number" {
      description = "by number"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = data.aws_caller_identity.current.account_id } },
        ]
      })
    }
  }

  example "unknown" "the principal is decided at apply" {
    resource "terraform_data" "account" {
      input = "111122223333"
    }

    resource "aws_kms_key" "data" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
          { Effect = "Allow", Action = "kms:Encrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::${terraform_data.account.output}:role/writer" } },
          { Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
        ]
      })
    }
  }

  example "fail" "everybody" {
    resource "aws_kms_key" "everybody" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = "*" },
        ]
      })
    }

    resource "aws_kms_key" "decrypts" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:Encrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
          { Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "*" } },
        ]
      })
    }

    resource "aws_kms_key" "encrypts" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:Encrypt", Resource = "*", Principal = "*" },
          { Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
        ]
      })
    }
  }

  example "fail" "every action that encrypts" {
    resource "aws_kms_key" "data" {
      for_each    = toset(["kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateDataKeyWithoutPlaintext"])
      description = "data"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = [each.key, "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } }]
      })
    }
  }

  example "fail" "conditions that do not confine it to services, and denials of something else" {
    resource "aws_kms_key" "not_through" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" }, Condition = { StringNotEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } } },
        ]
      })
    }

    resource "aws_kms_key" "directly" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" }, Condition = { StringEqualsIfExists = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } } },
        ]
      })
    }

    resource "aws_kms_key" "caller" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" }, Condition = { StringEquals = { "kms:CallerAccount" = "111122223333" } } },
        ]
      })
    }

    resource "aws_kms_key" "conditional" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
          { Effect = "Deny", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" }, Condition = { Bool = { "aws:SecureTransport" = "false" } } },
        ]
      })
    }

    resource "aws_kms_key" "another" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
          { Effect = "Deny", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/reader" } },
        ]
      })
    }

    resource "aws_kms_key" "one_of_two" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
          { Effect = "Deny", Action = "kms:Encrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
        ]
      })
    }
  }

  example "pass" "one of both is denied" {
    resource "aws_kms_key" "decrypt" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
          { Effect = "Deny", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
        ]
      })
    }

    resource "aws_kms_key" "encrypt" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" } },
          { Effect = "Deny", Action = "kms:Encrypt", Resource = "*", Principal = "*" },
        ]
      })
    }

    resource "aws_kms_key" "like" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = ["kms:Encrypt", "kms:Decrypt"], Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:role/writer" }, Condition = { StringLike = { "kms:ViaService" = "s3.*.amazonaws.com" } } },
        ]
      })
    }

    resource "aws_iam_role" "app" {
      name = "app"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
      })
    }

    resource "aws_kms_key" "reference" {
      description = "data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = aws_iam_role.app.arn } },
          { Effect = "Deny", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = aws_iam_role.app.arn } },
        ]
      })
    }
  }
}
