control "S3.4" {
  slug     = "s3-bucket-encryption-declared"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "S3 buckets encrypt objects at rest"
    ja = "S3 バケットのオブジェクトが保管時に暗号化される"
  }
  why = {
    en = "Encryption keeps the content of objects from anyone who gets at the storage below S3."
    ja = "暗号化しておけば、S3 の下層のストレージに触れられてもオブジェクトの内容は読まれません。"
  }
  decides = "checked"
  notes = {
    en = "AWS has retired this control: since January 2023 S3 encrypts every new object, and nothing can switch that off, so every bucket passes. With requireDeclaration = true a bucket has to state its default encryption in code, or refuse uploads that ask for none in its policy. S3.17 is about KMS keys."
    ja = "AWS では廃止されたコントロールです。2023 年 1 月以降、S3 は新しいオブジェクトを必ず暗号化し、無効にもできないため、すべてのバケットが合格します。requireDeclaration = true にすると、デフォルト暗号化をコードで宣言するか、暗号化を指定しないアップロードをポリシーで拒否することを求めます。KMS キーについては S3.17 が対象です。"
  }
  config_rule = "s3-bucket-server-side-encryption-enabled"
  frameworks = {
    "pci-dss-3.2.1"  = ["3.4"]
    "cis-aws-1.4"    = ["2.1.1"]
    "nist-800-53-r5" = ["AU-9", "AU-9(2)", "AU-9(7)", "CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }

  parameter "requireDeclaration" {
    default = false
    description = {
      en = "Ask for a declaration of the encryption in code"
      ja = "暗号化の宣言をコードに求める"
    }
  }
  check "aws_s3_bucket" {
    locals {
      declared = companions("aws_s3_bucket_server_side_encryption_configuration", "bucket")
      policies = concat([attrs.policy], [for companion in companions("aws_s3_bucket_policy", "bucket") : companion.policy])
    }
    enforce {
      condition = any([
        !param.requireDeclaration,
        length(attrs.server_side_encryption_configuration) > 0,
        exists(local.declared),
        any([for document in local.policies : any([for statement in try(policy(document).statements, []) : all([
          statement.effect == "Deny",
          is_public_principal(statement),
          any([for action in statement.actions : iam_match(action, "s3:PutObject")]),
          any([for item in statement.conditions : lower(item.key) == "s3:x-amz-server-side-encryption"]),
        ])])]),
      ])
      error_message = {
        en = "the bucket does not declare its encryption"
        ja = "バケットの暗号化がコードで宣言されていない"
      }
    }
    fix {
      class  = "safe"
      impact = "adds-resource"
      summary = {
        en = "declare encryption with keys that S3 manages"
        ja = "S3 マネージドキーによる暗号化を宣言する"
      }
      resource "aws_s3_bucket_server_side_encryption_configuration" {
        bucket = self.id
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "AES256"
          }
        }
      }
    }
  }

  check "aws_s3_bucket_server_side_encryption_configuration" {
    operations = ["delete", "replace"]
    filter     = param.requireDeclaration && !manages(prior_attrs.bucket, "aws_s3_bucket")
    locals {
      refused = [for companion in holders("aws_s3_bucket_policy", "bucket", prior_attrs.bucket) : any([
        for statement in try(policy(companion.policy).statements, []) : all([
          statement.effect == "Deny",
          is_public_principal(statement),
          any([for action in statement.actions : iam_match(action, "s3:PutObject")]),
          any([for item in statement.conditions : lower(item.key) == "s3:x-amz-server-side-encryption"]),
        ])
      ])]
    }
    enforce {
      condition = exists(holders("aws_s3_bucket_server_side_encryption_configuration", "bucket", prior_attrs.bucket)) || any(local.refused)
      error_message = {
        en = "the plan takes the declared encryption from ${prior_attrs.bucket}"
        ja = "このプランで ${prior_attrs.bucket} の暗号化の宣言が削除される"
      }
    }
    no_fix = {
      en = "if the bucket is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "バケットを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Properties.", "Under Default encryption choose Edit.", "Choose SSE-S3 or SSE-KMS and save."]
      ja = ["S3 コンソールでバケットを開き、「プロパティ」タブを選ぶ。", "「デフォルトの暗号化」の「編集」を押す。", "SSE-S3 または SSE-KMS を選んで保存する。"]
    }
    cli = "aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration '{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}]}'"
  }

  example "fail" "nothing declared" {
    params = { requireDeclaration = true }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "fixed" "nothing declared" {
    params = { requireDeclaration = true }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
      bucket = aws_s3_bucket.data.id
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "AES256"
        }
      }
    }
  }

  example "fail" "statements that refuse something else" {
    params = { requireDeclaration = true }

    variable "statements" {
      default = {
        allow = {
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:PutObject"
          Condition = { Null = { "s3:x-amz-server-side-encryption" = "true" } }
        }
        one = {
          Effect    = "Deny"
          Principal = { AWS = "arn:aws:iam::111122223333:role/writer" }
          Action    = "s3:PutObject"
          Condition = { Null = { "s3:x-amz-server-side-encryption" = "true" } }
        }
        read = {
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:GetObject"
          Condition = { Null = { "s3:x-amz-server-side-encryption" = "true" } }
        }
        plain = {
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:PutObject"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }
      }
    }

    resource "aws_s3_bucket" "this" {
      for_each = var.statements
      bucket   = "example-${each.key}"
    }

    resource "aws_s3_bucket_policy" "this" {
      for_each = var.statements
      bucket   = aws_s3_bucket.this[each.key].id
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [merge(each.value, { Resource = "arn:aws:s3:::example-${each.key}/*" })]
      })
    }
  }

  example "pass" "every bucket is encrypted" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "pass" "declared in three ways" {
    params = { requireDeclaration = true }

    resource "aws_s3_bucket" "beside" {
      bucket = "example-beside"
    }

    resource "aws_s3_bucket_server_side_encryption_configuration" "beside" {
      bucket = aws_s3_bucket.beside.id
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "aws:kms"
        }
      }
    }

    resource "aws_s3_bucket" "inside" {
      bucket = "example-inside"
      server_side_encryption_configuration {
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "AES256"
          }
        }
      }
    }

    resource "aws_s3_bucket" "policy" {
      bucket = "example-policy"
    }

    resource "aws_s3_bucket_policy" "policy" {
      bucket = aws_s3_bucket.policy.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:PutObject", "s3:CreateSession"]
          Resource  = "arn:aws:s3:::example-policy/*"
          Condition = {
            Null = { "s3:x-amz-server-side-encryption" = "true" }
            Bool = { "aws:SecureTransport" = "true" }
          }
        }]
      })
    }
  }

  example "unknown" "which bucket is meant is decided at apply" {
    params = { requireDeclaration = true }

    resource "terraform_data" "flag" {
      input = true
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
      bucket = tobool(terraform_data.flag.output) ? "example-data" : "example-exports"
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "AES256"
        }
      }
    }
  }

  example "fail" "taken from a bucket of another configuration" {
    params = { requireDeclaration = true }
    prior {
      resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
        bucket = "example-data"
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "aws:kms"
          }
        }
      }
    }
  }

  example "pass" "taken away together with the bucket" {
    params = { requireDeclaration = true }
    prior {
      resource "aws_s3_bucket" "data" {
        bucket = "example-data"
      }

      resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
        bucket = aws_s3_bucket.data.bucket
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "aws:kms"
          }
        }
      }
    }
  }

  example "pass" "another takes its place" {
    params = { requireDeclaration = true }
    prior {
      resource "aws_s3_bucket_server_side_encryption_configuration" "old" {
        bucket = "example-data"
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "aws:kms"
          }
        }
      }
    }

    resource "aws_s3_bucket_server_side_encryption_configuration" "new" {
      bucket = "example-data"
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "aws:kms"
        }
      }
    }
  }

  example "pass" "a policy refuses uploads without encryption" {
    params = { requireDeclaration = true }
    prior {
      resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
        bucket = "example-data"
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "aws:kms"
          }
        }
      }
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:PutObject"
          Resource  = "arn:aws:s3:::example-data/*"
          Condition = { StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" } }
        }]
      })
    }
  }
}
