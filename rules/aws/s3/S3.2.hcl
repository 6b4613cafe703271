control "S3.2" {
  slug     = "s3-bucket-no-public-read"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "S3 buckets cannot be read by the public"
    ja = "S3 バケットが誰でも読み取れる状態になっていない"
  }
  why = {
    en = "Public buckets are found by scanners within hours. Whatever lies in them must be counted as leaked."
    ja = "公開されたバケットは、数時間のうちにスキャナーに見つかります。中のデータは漏えいしたものとみなすしかありません。"
  }
  decides = "checked"
  notes = {
    en = "Policies and access control lists are judged together with what blocks them: the bucket's and the account's block of public access, and disabled lists (BucketOwnerEnforced). A bucket that declares none of these is private."
    ja = "ポリシーと ACL を、それを無効にする設定 (バケットとアカウントのブロックパブリックアクセス、BucketOwnerEnforced による ACL の無効化) と併せて判定します。何も宣言していないバケットは非公開とみなします。"
  }
  config_rule = "s3-bucket-public-read-prohibited"
  frameworks = {
    "aws-fsbp"       = ["S3.2"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.2", "1.3.6", "7.2.1"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }

  check "aws_s3_bucket" {
    locals {
      actions     = ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"]
      lists       = ["public-read", "public-read-write", "authenticated-read"]
      permissions = ["READ", "FULL_CONTROL"]
      everybody   = ["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"]
      blocks      = companions("aws_s3_bucket_public_access_block", "bucket")
      account     = in_scope("aws_s3_account_public_access_block")
      acls        = companions("aws_s3_bucket_acl", "bucket")
      policies    = concat([attrs.policy], [for companion in companions("aws_s3_bucket_policy", "bucket") : companion.policy])
      owned       = any([for control in companions("aws_s3_bucket_ownership_controls", "bucket") : one(control.rule[*].object_ownership) == "BucketOwnerEnforced"])
      statements_public = any([for document in local.policies : any([for statement in try(policy(document).statements, []) : all([
        statement.effect == "Allow",
        is_public_principal(statement),
        !restricts_access(statement),
        any([for action in local.actions : actions_allow(statement, action)]),
      ])])])
      lists_public = any([
        contains(local.lists, default(attrs.acl, "private")),
        any([for grant in attrs.grant : all([contains(local.everybody, default(grant.uri, "")), any([for permission in local.permissions : contains(grant.permissions, permission)])])]),
        any([for acl in local.acls : any([
          contains(local.lists, default(acl.acl, "private")),
          any([for grant in flatten(acl.access_control_policy[*].grant) : all([contains(local.everybody, default(one(grant.grantee[*].uri), "")), contains(local.permissions, grant.permission)])]),
        ])]),
      ])
    }
    enforce {
      condition = !all([
        local.statements_public,
        !any([for block in concat(local.blocks, local.account) : block.restrict_public_buckets]),
      ])
      error_message = {
        en = "the bucket policy lets everybody read the bucket"
        ja = "バケットポリシーにより、誰でもバケットを読み取れる"
      }
    }
    enforce {
      condition = !all([
        local.lists_public,
        !local.owned,
        !any([for block in concat(local.blocks, local.account) : block.ignore_public_acls]),
      ])
      error_message = {
        en = "the access control list lets everybody read the bucket"
        ja = "ACL により、誰でもバケットを読み取れる"
      }
    }
    fix {
      when   = exists(local.blocks)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "switch on all four settings of the bucket's block"
        ja = "バケットのブロック設定を 4 つとも有効にする"
      }
      warning = {
        en = "If the bucket is public on purpose, serve it through CloudFront first."
        ja = "意図的に公開しているバケットの場合は、先に CloudFront 経由の配信に切り替えてください。"
      }
      on = local.blocks[0]
      set = {
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "block public access to the bucket"
        ja = "バケットへのパブリックアクセスをブロックする"
      }
      warning = {
        en = "If the bucket is public on purpose, serve it through CloudFront first."
        ja = "意図的に公開しているバケットの場合は、先に CloudFront 経由の配信に切り替えてください。"
      }
      resource "aws_s3_bucket_public_access_block" {
        bucket                  = self.id
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  check "aws_s3_bucket_policy" {
    filter = target(attrs.bucket, "aws_s3_bucket") == null
    locals {
      actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"]
      blocks  = [for block in holders("aws_s3_bucket_public_access_block", "bucket", attrs.bucket) : block.restrict_public_buckets]
      account = [for block in in_scope("aws_s3_account_public_access_block") : block.restrict_public_buckets]
    }
    enforce {
      condition = !all([
        any([for statement in try(policy(attrs.policy).statements, []) : all([
          statement.effect == "Allow",
          is_public_principal(statement),
          !restricts_access(statement),
          any([for action in local.actions : actions_allow(statement, action)]),
        ])]),
        !any(concat(local.blocks, local.account)),
      ])
      at = "policy"
      error_message = {
        en = "the policy lets everybody read the bucket ${attrs.bucket}"
        ja = "ポリシーにより、誰でもバケット ${attrs.bucket} を読み取れる"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "block public access to the bucket"
        ja = "バケットへのパブリックアクセスをブロックする"
      }
      warning = {
        en = "If the bucket is public on purpose, serve it through CloudFront first."
        ja = "意図的に公開しているバケットの場合は、先に CloudFront 経由の配信に切り替えてください。"
      }
      resource "aws_s3_bucket_public_access_block" {
        bucket                  = self.bucket
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Permissions.", "Switch on Block all public access.", "Take statements for everybody out of the bucket policy, and grants for everybody out of the access control list."]
      ja = ["S3 コンソールでバケットを開き、「アクセス許可」タブを選ぶ。", "「パブリックアクセスをすべてブロック」を有効にする。", "バケットポリシーと ACL から、全員を対象とする許可を取り除く。"]
    }
    cli = "aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
  }

  example "fail" "a policy for everybody" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]

        }]
      })
    }
  }

  example "fixed" "a policy for everybody" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]

        }]
      })
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = aws_s3_bucket.data.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "fail" "a list for everybody" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      acl    = "public-read"
    }
  }

  example "fixed" "a list for everybody" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      acl    = "public-read"
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = aws_s3_bucket.data.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "fail" "blocks with a hole" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "*" }
          Action    = "s3:ListBucket"
          Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]

        }]
      })
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = aws_s3_bucket.data.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = false
    }
  }

  example "fixed" "blocks with a hole" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "*" }
          Action    = "s3:ListBucket"
          Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]

        }]
      })
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = aws_s3_bucket.data.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "fail" "lists beside buckets" {
    resource "aws_s3_bucket" "list0" {
      bucket = "example-list0"
    }

    resource "aws_s3_bucket_acl" "list0" {
      bucket = aws_s3_bucket.list0.id
      acl    = "public-read"
    }

    resource "aws_s3_bucket" "list1" {
      bucket = "example-list1"
    }

    resource "aws_s3_bucket_acl" "list1" {
      bucket = aws_s3_bucket.list1.id
      acl    = "public-read-write"
    }

    resource "aws_s3_bucket" "list2" {
      bucket = "example-list2"
    }

    resource "aws_s3_bucket_acl" "list2" {
      bucket = aws_s3_bucket.list2.id
      acl    = "authenticated-read"
    }

    resource "aws_s3_bucket" "holes" {
      bucket = "example-holes"
    }

    resource "aws_s3_bucket_acl" "holes" {
      bucket = aws_s3_bucket.holes.id
      acl    = "public-read"
    }

    resource "aws_s3_bucket_public_access_block" "holes" {
      bucket                  = aws_s3_bucket.holes.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = false
      restrict_public_buckets = true
    }
  }

  example "fail" "grants to everybody" {
    resource "aws_s3_bucket" "beside0" {
      bucket = "example-beside0"
    }

    resource "aws_s3_bucket_acl" "beside0" {
      bucket = aws_s3_bucket.beside0.id
      access_control_policy {
        owner {
          id = "1111111111111111111111111111111111111111111111111111111111111111"
        }
        grant {
          permission = "READ"
          grantee {
            type = "Group"
            uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
          }
        }
      }
    }

    resource "aws_s3_bucket" "inside0" {
      bucket = "example-inside0"
      grant {
        type        = "Group"
        permissions = ["READ"]
        uri         = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
      }
    }

    resource "aws_s3_bucket" "beside1" {
      bucket = "example-beside1"
    }

    resource "aws_s3_bucket_acl" "beside1" {
      bucket = aws_s3_bucket.beside1.id
      access_control_policy {
        owner {
          id = "1111111111111111111111111111111111111111111111111111111111111111"
        }
        grant {
          permission = "FULL_CONTROL"
          grantee {
            type = "Group"
            uri  = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
          }
        }
      }
    }

    resource "aws_s3_bucket" "inside1" {
      bucket = "example-inside1"
      grant {
        type        = "Group"
        permissions = ["FULL_CONTROL"]
        uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
    }

  }

  example "fail" "each action once, inside the bucket" {
    resource "aws_s3_bucket" "action0" {
      bucket = "example-action0"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = ["arn:aws:s3:::example-action0", "arn:aws:s3:::example-action0/*"]

        }]
      })
    }

    resource "aws_s3_bucket" "action1" {
      bucket = "example-action1"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObjectVersion"
          Resource  = ["arn:aws:s3:::example-action1", "arn:aws:s3:::example-action1/*"]

        }]
      })
    }

    resource "aws_s3_bucket" "action2" {
      bucket = "example-action2"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:ListBucket"
          Resource  = ["arn:aws:s3:::example-action2", "arn:aws:s3:::example-action2/*"]

        }]
      })
    }

    resource "aws_s3_bucket" "action3" {
      bucket = "example-action3"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:ListBucketVersions"
          Resource  = ["arn:aws:s3:::example-action3", "arn:aws:s3:::example-action3/*"]

        }]
      })
    }

  }

  example "fail" "the policy of a bucket elsewhere" {
    resource "aws_s3_bucket_policy" "legacy" {
      bucket = "example-legacy"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-legacy", "arn:aws:s3:::example-legacy/*"]

        }]
      })
    }
  }

  example "fixed" "the policy of a bucket elsewhere" {
    resource "aws_s3_bucket_policy" "legacy" {
      bucket = "example-legacy"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-legacy", "arn:aws:s3:::example-legacy/*"]

        }]
      })
    }

    resource "aws_s3_bucket_public_access_block" "legacy" {
      bucket                  = "example-legacy"
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "fail" "each action once, for buckets elsewhere" {
    resource "aws_s3_bucket_policy" "action0" {
      bucket = "example-action0"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = ["arn:aws:s3:::example-action0", "arn:aws:s3:::example-action0/*"]

        }]
      })
    }

    resource "aws_s3_bucket_policy" "action1" {
      bucket = "example-action1"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObjectVersion"
          Resource  = ["arn:aws:s3:::example-action1", "arn:aws:s3:::example-action1/*"]

        }]
      })
    }

    resource "aws_s3_bucket_policy" "action2" {
      bucket = "example-action2"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:ListBucket"
          Resource  = ["arn:aws:s3:::example-action2", "arn:aws:s3:::example-action2/*"]

        }]
      })
    }

    resource "aws_s3_bucket_policy" "action3" {
      bucket = "example-action3"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:ListBucketVersions"
          Resource  = ["arn:aws:s3:::example-action3", "arn:aws:s3:::example-action3/*"]

        }]
      })
    }

    resource "aws_s3_bucket_public_access_block" "action0" {
      bucket                  = "example-action0"
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = false
    }
  }

  example "fail" "among other statements and grants" {
    resource "aws_s3_bucket_policy" "legacy" {
      bucket = "example-legacy"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::444455556666:root" }
            Action    = "s3:GetBucketLocation"
            Resource  = "arn:aws:s3:::example-legacy"
          },
          {
            Effect    = "Allow"
            Principal = "*"
            Action    = "s3:GetObject"
            Resource  = "arn:aws:s3:::example-legacy/*"
          },
        ]
      })
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_acl" "data" {
      bucket = aws_s3_bucket.data.id
      access_control_policy {
        owner {
          id = "1111111111111111111111111111111111111111111111111111111111111111"
        }
        grant {
          permission = "FULL_CONTROL"
          grantee {
            type = "CanonicalUser"
            id   = "1111111111111111111111111111111111111111111111111111111111111111"
          }
        }
        grant {
          permission = "READ"
          grantee {
            type = "Group"
            uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
          }
        }
      }
    }
  }

  example "pass" "nothing for everybody" {
    resource "aws_s3_bucket" "plain" {
      bucket = "example-plain"
    }

    resource "aws_s3_bucket" "role" {
      bucket = "example-role"
    }

    resource "aws_s3_bucket_policy" "role" {
      bucket = aws_s3_bucket.role.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::444455556666:role/partner" }
          Action    = "s3:GetObject"
          Resource  = ["arn:aws:s3:::example-role", "arn:aws:s3:::example-role/*"]

        }]
      })
    }

    resource "aws_s3_bucket" "org" {
      bucket = "example-org"
    }

    resource "aws_s3_bucket_policy" "org" {
      bucket = aws_s3_bucket.org.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = ["arn:aws:s3:::example-org", "arn:aws:s3:::example-org/*"]
          Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-0123456789" } }
        }]
      })
    }

    resource "aws_s3_bucket" "deny" {
      bucket = "example-deny"
    }

    resource "aws_s3_bucket_policy" "deny" {
      bucket = aws_s3_bucket.deny.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-deny", "arn:aws:s3:::example-deny/*"]

        }]
      })
    }

    resource "aws_s3_bucket" "other" {
      bucket = "example-other"
    }

    resource "aws_s3_bucket_policy" "other" {
      bucket = aws_s3_bucket.other.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:PutObject"
          Resource  = ["arn:aws:s3:::example-other", "arn:aws:s3:::example-other/*"]

        }]
      })
    }

    resource "aws_s3_bucket" "acp" {
      bucket = "example-acp"
    }

    resource "aws_s3_bucket_acl" "acp" {
      bucket = aws_s3_bucket.acp.id
      access_control_policy {
        owner {
          id = "1111111111111111111111111111111111111111111111111111111111111111"
        }
        grant {
          permission = "READ_ACP"
          grantee {
            type = "Group"
            uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
          }
        }
      }
    }

    resource "aws_s3_bucket" "logs" {
      bucket = "example-logs"
    }

    resource "aws_s3_bucket_acl" "logs" {
      bucket = aws_s3_bucket.logs.id
      access_control_policy {
        owner {
          id = "1111111111111111111111111111111111111111111111111111111111111111"
        }
        grant {
          permission = "FULL_CONTROL"
          grantee {
            type = "Group"
            uri  = "http://acs.amazonaws.com/groups/s3/LogDelivery"
          }
        }
      }
    }

    resource "aws_s3_bucket" "inside" {
      bucket = "example-inside"
      grant {
        type        = "Group"
        permissions = ["READ_ACP"]
        uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
    }

    resource "aws_s3_bucket" "logsinside" {
      bucket = "example-logsinside"
      grant {
        type        = "Group"
        permissions = ["FULL_CONTROL"]
        uri         = "http://acs.amazonaws.com/groups/s3/LogDelivery"
      }
    }

    resource "aws_s3_bucket" "enforced" {
      bucket = "example-enforced"
    }

    resource "aws_s3_bucket_acl" "enforced" {
      bucket = aws_s3_bucket.enforced.id
      acl    = "public-read"
    }

    resource "aws_s3_bucket_ownership_controls" "enforced" {
      bucket = aws_s3_bucket.enforced.id
      rule {
        object_ownership = "BucketOwnerEnforced"
      }
    }
  }

  example "pass" "blocked in the bucket" {
    resource "aws_s3_bucket" "policy" {
      bucket = "example-policy"
    }

    resource "aws_s3_bucket_policy" "policy" {
      bucket = aws_s3_bucket.policy.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-policy", "arn:aws:s3:::example-policy/*"]

        }]
      })
    }

    resource "aws_s3_bucket_public_access_block" "policy" {
      bucket                  = aws_s3_bucket.policy.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = false
      restrict_public_buckets = true
    }

    resource "aws_s3_bucket" "list" {
      bucket = "example-list"
      acl    = "public-read"
    }

    resource "aws_s3_bucket_public_access_block" "list" {
      bucket                  = aws_s3_bucket.list.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = false
    }

    resource "aws_s3_bucket_policy" "legacy" {
      bucket = "example-legacy"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-legacy", "arn:aws:s3:::example-legacy/*"]

        }]
      })
    }

    resource "aws_s3_bucket_public_access_block" "legacy" {
      bucket                  = "example-legacy"
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }

    resource "aws_s3_bucket_policy" "partner" {
      bucket = "example-partner"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = ["arn:aws:s3:::example-partner", "arn:aws:s3:::example-partner/*"]
          Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-0123456789" } }
        }]
      })
    }

    resource "aws_s3_bucket_policy" "deny" {
      bucket = "example-deny"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-deny", "arn:aws:s3:::example-deny/*"]

        }]
      })
    }
  }

  example "pass" "blocked for the account" {
    resource "aws_s3_account_public_access_block" "this" {
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }

    resource "aws_s3_bucket" "policy" {
      bucket = "example-policy"
    }

    resource "aws_s3_bucket_policy" "policy" {
      bucket = aws_s3_bucket.policy.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-policy", "arn:aws:s3:::example-policy/*"]

        }]
      })
    }

    resource "aws_s3_bucket" "list" {
      bucket = "example-list"
      acl    = "public-read"
    }

    resource "aws_s3_bucket_policy" "legacy" {
      bucket = "example-legacy"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::example-legacy", "arn:aws:s3:::example-legacy/*"]

        }]
      })
    }
  }

  example "unknown" "whether it is blocked is decided at apply" {
    resource "terraform_data" "block" {
      input = true
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]

        }]
      })
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = aws_s3_bucket.data.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = tobool(terraform_data.block.output)
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
          actions   = ["s3:GetObject"]
          resources = ["*"]
          principals {
            type        = "*"
            identifiers = ["*"]
          }
        }
      }
    }

    data "aws_iam_policy_document" "overridden" {
      override_policy_documents = [terraform_data.policy.output]
      statement {
        sid       = "Everybody"
        actions   = ["s3:GetObject"]
        resources = ["*"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
      }
    }

    data "aws_iam_policy_document" "conditional" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["*"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
        dynamic "condition" {
          for_each = tobool(terraform_data.flag.output) ? [1] : []
          content {
            test     = "StringEquals"
            variable = "aws:PrincipalOrgID"
            values   = ["o-example"]
          }
        }
      }
    }

    resource "aws_s3_bucket" "data" {
      for_each = {
        merged      = data.aws_iam_policy_document.merged.json
        optional    = data.aws_iam_policy_document.optional.json
        overridden  = data.aws_iam_policy_document.overridden.json
        conditional = data.aws_iam_policy_document.conditional.json
        element     = jsonencode({ Statement = [terraform_data.policy.output] })
        member      = jsonencode({ Statement = [merge({ Effect = "Allow", Action = "s3:GetObject" }, terraform_data.policy.output)] })
      }
      bucket = "example-${each.key}"
      policy = each.value
    }
  }

  example "fail" "everybody, beside statements that are decided at apply" {
    resource "terraform_data" "policy" {
      input = "{}"
    }

    data "aws_iam_policy_document" "merged" {
      source_policy_documents = [terraform_data.policy.output]
      statement {
        actions   = ["s3:GetObject"]
        resources = ["*"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
      }
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_policy" "data" {
      bucket = aws_s3_bucket.data.id
      policy = data.aws_iam_policy_document.merged.json
    }
  }
}
