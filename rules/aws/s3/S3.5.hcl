control "S3.5" {
  slug     = "s3-bucket-tls-required"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "S3 buckets refuse requests without TLS"
    ja = "S3 バケットが TLS を使わないリクエストを拒否している"
  }
  why = {
    en = "S3 also answers over plain HTTP. Whoever sits on the path can then read or change objects and steal presigned addresses, unless the bucket policy turns such requests away."
    ja = "S3 は平文の HTTP でも応答します。バケットポリシーで拒否しない限り、通信経路上でオブジェクトを盗み見られたり改ざんされたり、署名付き URL を盗まれたりするおそれがあります。"
  }
  decides = "checked"
  notes = {
    en = "The deny must hold for every principal and every S3 action, on the bucket and all its objects. In the plan of a policy that contains the ARN of a bucket still to be created, the whole document is decided at apply; the source can tell it."
    ja = "すべてのプリンシパルとすべての S3 アクションを、バケットとそのすべてのオブジェクトについて拒否する Deny が必要です。作成前のバケットの ARN を含むポリシーはプランでは適用時まで決まりませんが、ソースからは判定できます。"
  }
  config_rule = "s3-bucket-ssl-requests-only"
  frameworks = {
    "aws-fsbp"       = ["S3.5"]
    "pci-dss-3.2.1"  = ["4.1"]
    "cis-aws-1.4"    = ["2.1.2"]
    "nist-800-53-r5" = ["AC-17(2)", "AC-4", "IA-5(1)", "SC-12(3)", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SI-7(6)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["2.1.1"]
    "cis-aws-5.0"                   = ["2.1.1"]
    "pci-dss-4.0"                   = ["1.2.5", "2.2.5", "2.2.7", "4.2.1", "4.2.1.1", "8.3.2"]
    "aws-well-architected-security" = ["SEC09-BP02"]
    "nist-csf-2.0"                  = ["ds_2", "pt_4"]
  }

  check "aws_s3_bucket" {
    locals {
      policies = companions("aws_s3_bucket_policy", "bucket")
      arn      = "arn:aws:s3:::${default(attrs.bucket, "")}"
      sids     = flatten([for document in concat([attrs.policy], [for companion in local.policies : companion.policy]) : [for statement in try(policy(document).statements, []) : statement.sid]])
      sid      = possible(any([for sid in local.sids : sid == "DenyInsecureTransport"])) ? "DenyInsecureTransportToBucket" : "DenyInsecureTransport"
    }
    enforce {
      condition = any([
        denies_insecure_transport(policy(attrs.policy), attrs.bucket),
        any([for companion in local.policies : denies_insecure_transport(policy(companion.policy), attrs.bucket)]),
      ])
      error_message = {
        en = "the bucket answers requests without TLS"
        ja = "TLS を使わないリクエストを拒否していない"
      }
    }
    fix {
      when   = exists(local.policies)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "deny requests without TLS in the bucket policy"
        ja = "バケットポリシーで TLS を使わないリクエストを拒否する"
      }
      warning = {
        en = "Clients that use plain HTTP are refused."
        ja = "HTTP で接続しているクライアントは拒否されます。"
      }
      on = local.policies[0]
      statement "policy" {
        sid       = local.sid
        effect    = "Deny"
        actions   = ["s3:*"]
        resources = [self.arn, "${self.arn}/*"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
        condition {
          test     = "Bool"
          variable = "aws:SecureTransport"
          values   = ["false"]
        }
      }
    }
    fix {
      when   = is_set(attrs.policy) && is_set(attrs.bucket)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "deny requests without TLS in the bucket policy"
        ja = "バケットポリシーで TLS を使わないリクエストを拒否する"
      }
      warning = {
        en = "Clients that use plain HTTP are refused."
        ja = "HTTP で接続しているクライアントは拒否されます。"
      }
      statement "policy" {
        sid       = local.sid
        effect    = "Deny"
        actions   = ["s3:*"]
        resources = [local.arn, "${local.arn}/*"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
        condition {
          test     = "Bool"
          variable = "aws:SecureTransport"
          values   = ["false"]
        }
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "add a bucket policy that denies requests without TLS"
        ja = "TLS を使わないリクエストを拒否するバケットポリシーを追加する"
      }
      warning = {
        en = "Clients that use plain HTTP are refused. A policy that was attached by hand is replaced."
        ja = "HTTP で接続しているクライアントは拒否されます。手作業で設定したポリシーがある場合は上書きされます。"
      }
      resource "aws_s3_bucket_policy" {
        bucket = self.id
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Sid       = "DenyInsecureTransport"
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = [self.arn, "${self.arn}/*"]
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          }]
        })
      }
    }
  }

  check "aws_s3_bucket_policy" {
    operations = ["delete", "replace"]
    filter     = denies_insecure_transport(policy(prior_attrs.policy), prior_attrs.bucket) && !manages(prior_attrs.bucket, "aws_s3_bucket")
    enforce {
      condition = any([for companion in holders("aws_s3_bucket_policy", "bucket", prior_attrs.bucket) : denies_insecure_transport(policy(companion.policy), prior_attrs.bucket)])
      error_message = {
        en = "the plan takes the policy that refuses requests without TLS from ${prior_attrs.bucket}"
        ja = "このプランで ${prior_attrs.bucket} の TLS を使わないリクエストを拒否するポリシーが削除される"
      }
    }
    no_fix = {
      en = "if the bucket is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "バケットを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Permissions.", "Edit the bucket policy.", "Add a statement that denies s3:* to everyone on the bucket and its objects when aws:SecureTransport is false, and save."]
      ja = ["S3 コンソールでバケットを開き、「アクセス許可」タブを選ぶ。", "「バケットポリシー」の「編集」を押す。", "aws:SecureTransport が false のとき、バケットとオブジェクトへの s3:* を全員に拒否するステートメントを追加して保存する。"]
    }
    cli = "aws s3api put-bucket-policy --bucket BUCKET --policy file://policy.json"
  }

  example "fail" "no policy" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "fixed" "no policy" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Sid       = "DenyInsecureTransport"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }
  }

  example "fail" "a policy without the deny" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Sid       = "AllowReaders"
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::111122223333:role/reader" }
          Action    = "s3:GetObject"
          Resource  = "arn:aws:s3:::example-data/*"
        }]
      })
    }
  }

  example "fixed" "a policy without the deny" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Sid       = "AllowReaders"
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::111122223333:role/reader" }
            Action    = "s3:GetObject"
            Resource  = "arn:aws:s3:::example-data/*"
          },
          {
            Sid       = "DenyInsecureTransport"
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = [aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          },
        ]
      })
    }
  }

  example "fail" "a deny that leaves the bucket itself out" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Sid       = "DenyInsecureTransport"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = "arn:aws:s3:::example-data/*"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }
  }

  example "fixed" "a deny that leaves the bucket itself out" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Sid       = "DenyInsecureTransport"
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = "arn:aws:s3:::example-data/*"
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          },
          {
            Sid       = "DenyInsecureTransportToBucket"
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = [aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          },
        ]
      })
    }
  }

  example "fail" "denies that are too narrow" {
    resource "aws_s3_bucket" "one_action" {
      bucket = "example-one-action"
    }

    resource "aws_s3_bucket_policy" "one_action" {
      bucket = aws_s3_bucket.one_action.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:PutObject"
          Resource  = "arn:aws:s3:::example-one-action/*"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }

    resource "aws_s3_bucket" "one_principal" {
      bucket = "example-one-principal"
    }

    resource "aws_s3_bucket_policy" "one_principal" {
      bucket = aws_s3_bucket.one_principal.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = { AWS = "arn:aws:iam::111122223333:role/reader" }
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-one-principal", "arn:aws:s3:::example-one-principal/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }

    resource "aws_s3_bucket" "inverted" {
      bucket = "example-inverted"
    }

    resource "aws_s3_bucket_policy" "inverted" {
      bucket = aws_s3_bucket.inverted.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-inverted", "arn:aws:s3:::example-inverted/*"]
          Condition = { Bool = { "aws:SecureTransport" = "true" } }
        }]
      })
    }
  }

  example "fail" "the policy belongs to another bucket" {
    expect = { "aws_s3_bucket.logs" = "pass" }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket" "logs" {
      bucket = "example-logs"
    }

    resource "aws_s3_bucket_policy" "logs" {
      bucket = aws_s3_bucket.logs.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = { AWS = "*" }
          Action    = "*"
          Resource  = ["arn:aws:s3:::example-logs", "arn:aws:s3:::example-logs/*"]
          Condition = { Bool = { "aws:SecureTransport" = false } }
        }]
      })
    }
  }

  example "pass" "policy document data source" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    data "aws_iam_policy_document" "data" {
      statement {
        effect    = "Deny"
        actions   = ["s3:*"]
        resources = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
        condition {
          test     = "Bool"
          variable = "aws:SecureTransport"
          values   = ["false"]
        }
      }
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.bucket
      policy = data.aws_iam_policy_document.data.json
    }
  }

  example "pass" "joined by the bucket's name" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = "example-data"
      policy = <<-EOT
        {
          "Version": "2012-10-17",
          "Statement": {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } }
          }
        }
      EOT
    }
  }

  example "unknown" "the policy is decided at apply" {
    resource "terraform_data" "policy" {
      input = "{}"
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = terraform_data.policy.output
    }
  }

  example "fail" "taken from a bucket of another configuration" {
    prior {
      resource "aws_s3_bucket_policy" "data" {
        bucket = "example-data"
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          }]
        })
      }
    }
  }

  example "pass" "taken away together with the bucket" {
    prior {
      resource "aws_s3_bucket" "data" {
        bucket = "example-data"
      }

      resource "aws_s3_bucket_policy" "data" {
        bucket = aws_s3_bucket.data.bucket
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          }]
        })
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_s3_bucket_policy" "old" {
        bucket = "example-data"
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          }]
        })
      }
    }

    resource "aws_s3_bucket_policy" "new" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }
  }

  example "fail" "another that protects less takes its place" {
    prior {
      resource "aws_s3_bucket_policy" "old" {
        bucket = "example-data"
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          }]
        })
      }
    }

    resource "aws_s3_bucket_policy" "new" {
      bucket = "example-data"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
          Condition = { Bool = { "aws:SecureTransport" = "true" } }
        }]
      })
    }
  }

  example "pass" "a policy that did not refuse them" {
    prior {
      resource "aws_s3_bucket_policy" "data" {
        bucket = "example-data"
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
            Condition = { Bool = { "aws:SecureTransport" = "true" } }
          }]
        })
      }
    }
  }

  example "fail" "denies for a part of the bucket, or for another one" {
    variable "resources" {
      default = {
        some    = ["arn:aws:s3:::example-some", "arn:aws:s3:::example-some/public/*"]
        objects = ["arn:aws:s3:::example-objects/*"]
        bucket  = ["arn:aws:s3:::example-bucket"]
        other   = ["arn:aws:s3:::example-others", "arn:aws:s3:::example-others/*"]
      }
    }

    resource "aws_s3_bucket" "this" {
      for_each = var.resources
      bucket   = "example-${each.key}"
    }

    resource "aws_s3_bucket_policy" "this" {
      for_each = var.resources
      bucket   = aws_s3_bucket.this[each.key].id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = each.value
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }

    resource "aws_s3_bucket" "excepted" {
      bucket = "example-excepted"
    }

    resource "aws_s3_bucket_policy" "excepted" {
      bucket = aws_s3_bucket.excepted.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect      = "Deny"
          Principal   = "*"
          Action      = "s3:*"
          NotResource = "arn:aws:s3:::example-excepted/public/*"
          Condition   = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }
  }

  example "pass" "wildcards, exceptions for others, and two statements together" {
    variable "resources" {
      default = {
        everything = ["*"]
        buckets    = ["arn:aws:s3:::*"]
        prefix     = ["arn:*:s3:::example-prefix*"]
        partition  = ["arn:aws-cn:s3:::example-partition", "arn:aws-cn:s3:::example-partition/*"]
      }
    }

    resource "aws_s3_bucket" "this" {
      for_each = var.resources
      bucket   = "example-${each.key}"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = each.value
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }

    resource "aws_s3_bucket" "others" {
      bucket = "example-others"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect      = "Deny"
          Principal   = "*"
          Action      = "s3:*"
          NotResource = "arn:aws:s3:::example-data/*"
          Condition   = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }

    resource "aws_s3_bucket" "two" {
      bucket = "example-two"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = "arn:aws:s3:::example-two"
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          },
          {
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = "arn:aws:s3:::example-two/*"
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          },
        ]
      })
    }
  }

  example "pass" "the deny stands beside statements that are decided at apply" {
    resource "terraform_data" "policy" {
      input = "{}"
    }

    data "aws_iam_policy_document" "data" {
      source_policy_documents = [terraform_data.policy.output]
      statement {
        effect    = "Deny"
        actions   = ["s3:*"]
        resources = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
        condition {
          test     = "Bool"
          variable = "aws:SecureTransport"
          values   = ["false"]
        }
      }
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      policy = data.aws_iam_policy_document.data.json
    }
  }

  example "unknown" "statements and resources that are decided at apply" {
    resource "terraform_data" "policy" {
      input = "{}"
    }

    data "aws_iam_policy_document" "merged" {
      source_policy_documents = [terraform_data.policy.output]
    }

    data "aws_iam_policy_document" "overridden" {
      override_policy_documents = [terraform_data.policy.output]
      statement {
        sid       = "DenyInsecureTransport"
        effect    = "Deny"
        actions   = ["s3:*"]
        resources = ["*"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
        condition {
          test     = "Bool"
          variable = "aws:SecureTransport"
          values   = ["false"]
        }
      }
    }

    data "aws_iam_policy_document" "resources" {
      statement {
        effect    = "Deny"
        actions   = ["s3:*"]
        resources = ["arn:aws:s3:::example-resources", terraform_data.policy.output]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
        condition {
          test     = "Bool"
          variable = "aws:SecureTransport"
          values   = ["false"]
        }
      }
    }

    resource "aws_s3_bucket" "data" {
      for_each = {
        merged     = data.aws_iam_policy_document.merged.json
        overridden = data.aws_iam_policy_document.overridden.json
        resources  = data.aws_iam_policy_document.resources.json
        element    = jsonencode({ Statement = [terraform_data.policy.output] })
      }
      bucket = "example-${each.key}"
      policy = each.value
    }
  }
}
