control "S3.8" {
  slug     = "s3-bucket-public-access-blocked"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure access management", "Access control"]
  title = {
    en = "S3 buckets block public access"
    ja = "S3 バケットでブロックパブリックアクセスが有効になっている"
  }
  why = {
    en = "A bucket without its own block becomes public as soon as somebody attaches an open policy or access control list. The block refuses such changes and ignores those that exist."
    ja = "バケット自身のブロックが無効だと、誰かが緩いポリシーや ACL を付けた時点で公開されてしまいます。有効にしておけば、そうした変更は拒否され、既存の公開設定も無視されます。"
  }
  decides = "checked"
  notes = {
    en = "The account's block does not count here, as in AWS's check (S3.1 judges it). New buckets have had the block by default since April 2023; a bucket that does not declare it fails nevertheless, because nothing keeps the setting in place and older buckets lack it."
    ja = "AWS の判定と同じく、アカウントレベルの設定は考慮しません (S3.1 で判定します)。2023 年 4 月以降の新しいバケットは既定で有効ですが、宣言がないと設定が維持される保証がなく、以前のバケットでは無効のままなので、宣言のないバケットは不合格とします。"
  }
  config_rule = "s3-bucket-level-public-access-prohibited"
  frameworks = {
    "aws-fsbp"       = ["S3.8"]
    "cis-aws-1.4"    = ["2.1.5"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"  = ["2.1.4"]
    "cis-aws-5.0"  = ["2.1.4"]
    "nist-csf-2.0" = ["ac_3"]
  }

  parameter "excludedPublicBuckets" {
    default = []
    description = {
      en = "Names of buckets that are public on purpose"
      ja = "意図的に公開しているバケットの名前"
    }
  }

  check "aws_s3_bucket" {
    filter = !any([for name in param.excludedPublicBuckets : name == attrs.bucket])
    locals {
      blocks = companions("aws_s3_bucket_public_access_block", "bucket")
    }
    enforce {
      condition = any([for block in local.blocks : all([
        block.block_public_acls, block.block_public_policy, block.ignore_public_acls, block.restrict_public_buckets,
      ])])
      error_message = {
        en = "public access to the bucket is not fully blocked"
        ja = "バケットへのパブリックアクセスが完全にはブロックされていない"
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
        en = "If the bucket is public on purpose, serve it through CloudFront first or name it in excludedPublicBuckets."
        ja = "意図的に公開しているバケットの場合は、先に CloudFront 経由に切り替えるか、excludedPublicBuckets に名前を追加してください。"
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
        en = "If the bucket is public on purpose, serve it through CloudFront first or name it in excludedPublicBuckets."
        ja = "意図的に公開しているバケットの場合は、先に CloudFront 経由に切り替えるか、excludedPublicBuckets に名前を追加してください。"
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

  check "aws_s3_bucket_public_access_block" {
    filter = (!exists(in_scope("aws_s3_bucket")) || target(attrs.bucket, "aws_s3_bucket") == null) && !any([for name in param.excludedPublicBuckets : name == attrs.bucket])
    enforce {
      condition = all([attrs.block_public_acls, attrs.block_public_policy, attrs.ignore_public_acls, attrs.restrict_public_buckets])
      error_message = {
        en = "the block leaves some public access open"
        ja = "ブロック設定の一部が有効になっていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "switch on all four settings"
        ja = "4 つの設定をすべて有効にする"
      }
      warning = {
        en = "If the bucket is public on purpose, serve it through CloudFront first or name it in excludedPublicBuckets."
        ja = "意図的に公開しているバケットの場合は、先に CloudFront 経由に切り替えるか、excludedPublicBuckets に名前を追加してください。"
      }
      set = {
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  check "aws_s3_bucket_public_access_block" {
    operations = ["delete", "replace"]
    filter     = !any([for name in param.excludedPublicBuckets : name == prior_attrs.bucket]) && !manages(prior_attrs.bucket, "aws_s3_bucket")
    enforce {
      condition = any([for block in holders("aws_s3_bucket_public_access_block", "bucket", prior_attrs.bucket) : all([
        block.block_public_acls, block.block_public_policy, block.ignore_public_acls, block.restrict_public_buckets,
      ])])
      error_message = {
        en = "the plan takes the block of public access from ${prior_attrs.bucket}"
        ja = "このプランで ${prior_attrs.bucket} のブロックパブリックアクセスの設定が削除される"
      }
    }
    no_fix = {
      en = "if the bucket is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "バケットを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Permissions.", "Under Block public access choose Edit.", "Tick Block all public access, save and confirm."]
      ja = ["S3 コンソールでバケットを開き、「アクセス許可」タブを選ぶ。", "「ブロックパブリックアクセス」の「編集」を押す。", "「パブリックアクセスをすべてブロック」を選び、保存して確認する。"]
    }
    cli = "aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
  }

  example "fail" "no block" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "fixed" "no block" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = aws_s3_bucket.data.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "fail" "a block with holes" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket             = aws_s3_bucket.data.id
      block_public_acls  = true
      ignore_public_acls = false
    }
  }

  example "fixed" "a block with holes" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = aws_s3_bucket.data.id
      block_public_acls       = true
      ignore_public_acls      = true
      block_public_policy     = true
      restrict_public_buckets = true
    }
  }

  example "fail" "each setting switched off once" {
    locals {
      off = toset(["block-acls", "block-policy", "ignore-acls", "restrict-buckets"])
    }

    resource "aws_s3_bucket" "this" {
      for_each = local.off
      bucket   = "example-${each.key}"
    }

    resource "aws_s3_bucket_public_access_block" "this" {
      for_each                = local.off
      bucket                  = aws_s3_bucket.this[each.key].id
      block_public_acls       = each.key != "block-acls"
      block_public_policy     = each.key != "block-policy"
      ignore_public_acls      = each.key != "ignore-acls"
      restrict_public_buckets = each.key != "restrict-buckets"
    }
  }

  example "fail" "buckets whose names are not known yet" {
    resource "terraform_data" "name" {
      input = "example-data"
    }

    resource "aws_s3_bucket" "named_at_apply" {
      bucket = tostring(terraform_data.name.output)
    }

    resource "aws_s3_bucket" "prefixed" {
      bucket_prefix = "example-"
    }

    resource "aws_s3_bucket" "unnamed" {
    }
  }

  example "fail" "the account's block does not count" {
    resource "aws_s3_account_public_access_block" "this" {
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "fail" "the block of a bucket elsewhere" {
    resource "aws_s3_bucket_public_access_block" "legacy" {
      bucket                  = "example-legacy"
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = false
    }
  }

  example "fixed" "the block of a bucket elsewhere" {
    resource "aws_s3_bucket_public_access_block" "legacy" {
      bucket                  = "example-legacy"
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "fail" "the block of a bucket that is named at apply" {
    resource "terraform_data" "name" {
      input = "example-legacy"
    }

    resource "aws_s3_bucket_public_access_block" "legacy" {
      bucket            = tostring(terraform_data.name.output)
      block_public_acls = true
    }
  }

  example "pass" "blocks for all buckets" {
    locals {
      names = toset(["example-data", "example-logs"])
    }

    resource "aws_s3_bucket" "this" {
      for_each = local.names
      bucket   = each.key
    }

    resource "aws_s3_bucket_public_access_block" "this" {
      for_each                = aws_s3_bucket.this
      bucket                  = each.value.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "pass" "joined by name, and one that is public on purpose" {
    params = { excludedPublicBuckets = ["example-website"] }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = "example-data"
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }

    resource "aws_s3_bucket" "website" {
      bucket = "example-website"
    }

    resource "aws_s3_bucket_public_access_block" "website" {
      bucket                  = aws_s3_bucket.website.id
      block_public_acls       = true
      block_public_policy     = false
      ignore_public_acls      = true
      restrict_public_buckets = false
    }
  }

  example "unknown" "a setting is decided at apply" {
    resource "terraform_data" "block" {
      input = true
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = aws_s3_bucket.data.id
      block_public_acls       = true
      block_public_policy     = tobool(terraform_data.block.output)
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "fail" "taken from a bucket of another configuration" {
    prior {
      resource "aws_s3_bucket_public_access_block" "data" {
        bucket                  = "example-data"
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  example "pass" "taken away together with the bucket" {
    prior {
      resource "aws_s3_bucket" "data" {
        bucket = "example-data"
      }

      resource "aws_s3_bucket_public_access_block" "data" {
        bucket                  = aws_s3_bucket.data.bucket
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_s3_bucket_public_access_block" "old" {
        bucket                  = "example-data"
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }

    resource "aws_s3_bucket_public_access_block" "new" {
      bucket                  = "example-data"
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "fail" "another that protects less takes its place" {
    prior {
      resource "aws_s3_bucket_public_access_block" "old" {
        bucket                  = "example-data"
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }

    resource "aws_s3_bucket_public_access_block" "new" {
      bucket              = "example-data"
      block_public_acls   = true
      block_public_policy = true
      ignore_public_acls  = true
    }
  }

  example "fail" "moved to another bucket" {
    prior {
      resource "aws_s3_bucket_public_access_block" "data" {
        bucket                  = "example-data"
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }

    resource "aws_s3_bucket_public_access_block" "data" {
      bucket                  = "example-logs"
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "pass" "taken from a bucket that is public on purpose" {
    params = { excludedPublicBuckets = ["example-site"] }
    prior {
      resource "aws_s3_bucket_public_access_block" "data" {
        bucket                  = "example-site"
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  example "pass" "a bucket that is judged itself" {
    expect = { "aws_s3_bucket.data" = "fail" }
    prior {
      resource "aws_s3_bucket" "data" {
        bucket = "example-data"
      }

      resource "aws_s3_bucket_public_access_block" "data" {
        bucket                  = aws_s3_bucket.data.bucket
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "pass" "let go without being deleted" {
    prior {
      resource "aws_s3_bucket_public_access_block" "data" {
        bucket                  = "example-data"
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }

    removed {
      from = aws_s3_bucket_public_access_block.data
      lifecycle {
        destroy = false
      }
    }
  }

  example "unknown" "another whose bucket is decided at apply" {
    expect = { "aws_s3_bucket_public_access_block.new" = "pass" }
    prior {
      resource "aws_s3_bucket_public_access_block" "old" {
        bucket                  = "example-data"
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }

    resource "terraform_data" "bucket" {
      input = "example-data"
    }

    resource "aws_s3_bucket_public_access_block" "new" {
      bucket                  = terraform_data.bucket.output
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }
}
