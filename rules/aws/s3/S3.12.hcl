control "S3.12" {
  slug     = "s3-bucket-no-acl-grants"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management", "Access control"]
  title = {
    en = "S3 buckets grant no access by access control lists"
    ja = "S3 バケットで ACL によるアクセス許可をしていない"
  }
  why = {
    en = "Access control lists are an old mechanism beside policies. Who may do what is then told in two places, and grants in a list are easily overlooked."
    ja = "ACL はポリシーより前からある古い仕組みです。併用すると、誰に何を許可しているかが 2 か所に分かれ、ACL 側の許可を見落としやすくなります。"
  }
  decides = "checked"
  notes = {
    en = "A list of canned grants other than private fails, log-delivery-write too: log delivery can be permitted in the bucket policy."
    ja = "private 以外の既定 ACL は、log-delivery-write も含めて不合格とします。ログ配信の許可はバケットポリシーで設定できます。"
  }
  config_rule = "s3-bucket-acl-prohibited"
  frameworks = {
    "aws-fsbp"       = ["S3.12"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-6"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["7.2.1", "7.2.2", "7.2.5", "7.3.1", "7.3.2", "7.3.3", "8.2.7", "8.2.8", "8.3.4"]
    "aws-well-architected-security" = ["SEC05-BP02"]
    "nist-csf-2.0"                  = ["ds_5"]
  }

  check "aws_s3_bucket_acl" {
    locals {
      owner  = one(flatten(attrs.access_control_policy[*].owner[*].id))
      grants = flatten(attrs.access_control_policy[*].grant)
    }
    enforce {
      condition = default(attrs.acl, "private") == "private"
      at        = "acl"
      error_message = {
        en = "the access control list ${default(attrs.acl, "private")} grants access to others"
        ja = "ACL ${default(attrs.acl, "private")} で他者にアクセスを許可している"
      }
    }
    enforce {
      condition = all([for grant in local.grants : default(one(grant.grantee[*].id), "") == local.owner])
      at        = "access_control_policy"
      error_message = {
        en = "the access control list grants access to others than the owner"
        ja = "ACL で所有者以外にアクセスを許可している"
      }
    }
    fix {
      when   = length(attrs.access_control_policy) > 0
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "drop the grants of the access control list"
        ja = "ACL による許可をなくす"
      }
      warning = {
        en = "Whoever uses the grants loses access: write what they need into the bucket policy first."
        ja = "この許可を使っている相手はアクセスできなくなります。先に必要な権限をバケットポリシーに書いてください。"
      }
      set    = { acl = "private" }
      remove = ["access_control_policy"]
    }
    fix {
      when   = attrs.acl == "log-delivery-write"
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "make the access control list private"
        ja = "ACL を private にする"
      }
      warning = {
        en = "By this list S3 delivers server access logs to the bucket. They no longer arrive unless the bucket's policy lets logging.s3.amazonaws.com put objects: write that first."
        ja = "S3 はこの ACL でサーバーアクセスログをバケットに配信しています。バケットポリシーで logging.s3.amazonaws.com に PutObject を許可しておかないと、ログが届かなくなります。"
      }
      set = { acl = "private" }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "make the access control list private"
        ja = "ACL を private にする"
      }
      warning = {
        en = "Whoever uses the list loses access: write what they need into the bucket policy first."
        ja = "この ACL でアクセスしている相手は使えなくなります。先に必要な権限をバケットポリシーに書いてください。"
      }
      set = { acl = "private" }
    }
  }

  check "aws_s3_bucket" {
    locals {
      # S3 lists the owner's full control among the grants of every bucket.
      owner  = [for grant in attrs.grant : grant if grant.type == "CanonicalUser" && join(",", grant.permissions) == "FULL_CONTROL"]
      others = length(attrs.grant) - (length(local.owner) == 1 ? 1 : 0)
    }
    enforce {
      condition = default(attrs.acl, "private") == "private"
      at        = "acl"
      error_message = {
        en = "the access control list ${default(attrs.acl, "private")} grants access to others"
        ja = "ACL ${default(attrs.acl, "private")} で他者にアクセスを許可している"
      }
    }
    enforce {
      condition = local.others == 0
      at        = "grant"
      error_message = {
        en = "the access control list grants access"
        ja = "ACL でアクセスを許可している"
      }
    }
    fix {
      when   = local.others > 0
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "drop the grants of the access control list"
        ja = "ACL による許可をなくす"
      }
      warning = {
        en = "Whoever uses the grants loses access: write what they need into the bucket policy first."
        ja = "この許可を使っている相手はアクセスできなくなります。先に必要な権限をバケットポリシーに書いてください。"
      }
      set    = { acl = "private" }
      remove = ["grant"]
    }
    fix {
      when   = attrs.acl == "log-delivery-write"
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "make the access control list private"
        ja = "ACL を private にする"
      }
      warning = {
        en = "By this list S3 delivers server access logs to the bucket. They no longer arrive unless the bucket's policy lets logging.s3.amazonaws.com put objects: write that first."
        ja = "S3 はこの ACL でサーバーアクセスログをバケットに配信しています。バケットポリシーで logging.s3.amazonaws.com に PutObject を許可しておかないと、ログが届かなくなります。"
      }
      set = { acl = "private" }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "make the access control list private"
        ja = "ACL を private にする"
      }
      warning = {
        en = "Whoever uses the list loses access: write what they need into the bucket policy first."
        ja = "この ACL でアクセスしている相手は使えなくなります。先に必要な権限をバケットポリシーに書いてください。"
      }
      set = { acl = "private" }
    }
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Permissions.", "Write what others need into the bucket policy, and remove the grants of the access control list.", "Under Object Ownership choose ACLs disabled."]
      ja = ["S3 コンソールでバケットを開き、「アクセス許可」タブを選ぶ。", "必要な権限をバケットポリシーに移し、ACL の許可を削除する。", "「オブジェクト所有者」で ACL を無効にする。"]
    }
    cli = "aws s3api put-bucket-ownership-controls --bucket BUCKET --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'"
  }

  example "fail" "a public list" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      acl    = "public-read"
    }
  }

  example "fixed" "a public list" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      acl    = "private"
    }
  }

  example "fail" "a list beside the bucket" {
    expect = { "aws_s3_bucket.data" = "pass" }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_acl" "data" {
      bucket = aws_s3_bucket.data.id
      acl    = "authenticated-read"
    }
  }

  example "fixed" "a list beside the bucket" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_acl" "data" {
      bucket = aws_s3_bucket.data.id
      acl    = "private"
    }
  }

  example "fail" "grants beside the bucket" {
    resource "aws_s3_bucket_acl" "data" {
      bucket = "example-data"
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
            uri  = "http://acs.amazonaws.com/groups/s3/LogDelivery"
          }
        }
      }
    }
  }

  example "fixed" "grants beside the bucket" {
    resource "aws_s3_bucket_acl" "data" {
      bucket = "example-data"
      acl    = "private"
    }
  }

  example "fail" "grants in the bucket" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      grant {
        type        = "Group"
        permissions = ["READ"]
        uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
    }
  }

  example "fixed" "grants in the bucket" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      acl    = "private"
    }
  }

  example "fail" "grants in the bucket to a second user, and to the owner and a group" {
    resource "aws_s3_bucket" "two" {
      bucket = "example-two"
      grant {
        id          = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"
        type        = "CanonicalUser"
        permissions = ["FULL_CONTROL"]
      }
      grant {
        id          = "a5aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06b"
        type        = "CanonicalUser"
        permissions = ["FULL_CONTROL"]
      }
    }
    resource "aws_s3_bucket" "reader" {
      bucket = "example-reader"
      grant {
        id          = "a5aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06b"
        type        = "CanonicalUser"
        permissions = ["READ"]
      }
    }
    resource "aws_s3_bucket" "group" {
      bucket = "example-group"
      grant {
        type        = "Group"
        uri         = "http://acs.amazonaws.com/groups/s3/LogDelivery"
        permissions = ["FULL_CONTROL"]
      }
    }
  }

  example "fail" "log delivery" {
    resource "aws_s3_bucket_acl" "logs" {
      bucket = "example-logs"
      acl    = "log-delivery-write"
    }
  }

  example "fixed" "log delivery" {
    resource "aws_s3_bucket_acl" "logs" {
      bucket = "example-logs"
      acl    = "private"
    }
  }

  example "pass" "the owner alone" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      grant {
        id          = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"
        type        = "CanonicalUser"
        permissions = ["FULL_CONTROL"]
      }
    }
  }

  example "pass" "no list" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "pass" "lists that grant nothing" {
    resource "aws_s3_bucket" "inline" {
      bucket = "example-inline"
      acl    = "private"
    }

    resource "aws_s3_bucket" "beside" {
      bucket = "example-beside"
    }

    resource "aws_s3_bucket_acl" "beside" {
      bucket = aws_s3_bucket.beside.id
      acl    = "private"
    }

    resource "aws_s3_bucket_acl" "owner" {
      bucket = "example-data"
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
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "acl" {
      input = "private"
    }

    resource "aws_s3_bucket_acl" "data" {
      bucket = "example-data"
      acl    = terraform_data.acl.output
    }
  }
}
