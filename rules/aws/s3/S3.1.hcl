control "S3.1" {
  slug     = "s3-account-public-access-blocked"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "S3 Block Public Access is on for the account"
    ja = "アカウントレベルの S3 ブロックパブリックアクセスが有効になっている"
  }
  why = {
    en = "The account's block stops every bucket, also those made tomorrow or by hand, from becoming public through an access control list or a policy. Without it one mistaken statement publishes data."
    ja = "アカウントレベルでブロックしておけば、今後作られるバケットや手作業のバケットも含めて、ACL やポリシーによる公開を防げます。無効だと、設定ミス一つでデータが公開されます。"
  }
  decides     = "checked"
  config_rule = "s3-account-level-public-access-blocks-periodic"
  frameworks = {
    "aws-fsbp"       = ["S3.1"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.2", "1.3.4", "1.3.6"]
    "cis-aws-1.4"    = ["2.1.5"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["2.1.4"]
    "cis-aws-5.0"                   = ["2.1.4"]
    "pci-dss-4.0"                   = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "10.3.2", "3.5.1.3", "A1.1.2", "A1.1.3", "A3.4.1"]
    "aws-well-architected-security" = ["SEC03-BP07"]
    "iso-27001-2022"                = ["A.8.1"]
    "nist-csf-2.0"                  = ["ac_3"]
  }

  check "account" {
    per = "account"
    # One that does not do is judged itself.
    filter = !exists(local.blocks) || possible(local.satisfied)
    locals {
      blocks    = in_scope("aws_s3_account_public_access_block")
      satisfied = any([for block in local.blocks : all([
        default(block.block_public_acls, false),
        default(block.block_public_policy, false),
        default(block.ignore_public_acls, false),
        default(block.restrict_public_buckets, false),
      ])])
    }
    enforce {
      condition = local.satisfied
      error_message = {
        en = "public access to S3 is not blocked for the account"
        ja = "アカウント全体で S3 のパブリックアクセスがブロックされていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "block public access for the whole account"
        ja = "アカウント全体でパブリックアクセスをブロックする"
      }
      warning = {
        en = "Buckets that are public on purpose stop being so: serve them through CloudFront first."
        ja = "意図的に公開しているバケットにもアクセスできなくなります。先に CloudFront 経由の配信に切り替えてください。"
      }
      resource "aws_s3_account_public_access_block" "all" {
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  check "aws_s3_account_public_access_block" {
    enforce {
      condition = default(attrs.block_public_acls, false)
      at        = "block_public_acls"
      error_message = {
        en = "new public access control lists are accepted"
        ja = "パブリック ACL の新規設定がブロックされていない"
      }
    }
    enforce {
      condition = default(attrs.block_public_policy, false)
      at        = "block_public_policy"
      error_message = {
        en = "new public bucket policies are accepted"
        ja = "パブリックなバケットポリシーの設定がブロックされていない"
      }
    }
    enforce {
      condition = default(attrs.ignore_public_acls, false)
      at        = "ignore_public_acls"
      error_message = {
        en = "public access control lists are honoured"
        ja = "既存のパブリック ACL が無視されない"
      }
    }
    enforce {
      condition = default(attrs.restrict_public_buckets, false)
      at        = "restrict_public_buckets"
      error_message = {
        en = "buckets with a public policy stay open to other accounts"
        ja = "パブリックポリシーを持つバケットへのアクセスが制限されない"
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
        en = "Buckets that are public on purpose stop being so: serve them through CloudFront first."
        ja = "意図的に公開しているバケットにもアクセスできなくなります。先に CloudFront 経由の配信に切り替えてください。"
      }
      set = {
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  check "aws_s3_account_public_access_block" {
    operations = ["delete"]
    filter     = !account_judged()
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan takes away the account's block of public access"
        ja = "このプランで、アカウント全体のブロックパブリックアクセス設定が削除される"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the S3 console and choose Block Public Access settings for this account.", "Choose Edit and tick Block all public access.", "Save and confirm."]
      ja = ["S3 コンソールで「このアカウントのブロックパブリックアクセス設定」を開く。", "「編集」で「パブリックアクセスをすべてブロック」を選ぶ。", "変更を保存して確認する。"]
    }
    cli = "aws s3control put-public-access-block --account-id ACCOUNT_ID --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
  }

  example "fail" "not declared" {
    account = true
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "fixed" "not declared" {
    account = true
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_account_public_access_block" "all" {
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "fail" "access control lists left open" {
    resource "aws_s3_account_public_access_block" "this" {
      block_public_acls       = false
      block_public_policy     = true
      restrict_public_buckets = true
    }
  }

  example "fixed" "access control lists left open" {
    resource "aws_s3_account_public_access_block" "this" {
      block_public_acls       = true
      block_public_policy     = true
      restrict_public_buckets = true
      ignore_public_acls      = true
    }
  }

  example "fail" "each setting left out once" {
    resource "aws_s3_account_public_access_block" "block_acls" {
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }

    resource "aws_s3_account_public_access_block" "block_policy" {
      block_public_acls       = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }

    resource "aws_s3_account_public_access_block" "ignore_acls" {
      block_public_acls       = true
      block_public_policy     = true
      restrict_public_buckets = true
    }

    resource "aws_s3_account_public_access_block" "restrict_buckets" {
      block_public_acls   = true
      block_public_policy = true
      ignore_public_acls  = true
    }
  }

  example "pass" "all four" {
    resource "aws_s3_account_public_access_block" "this" {
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }
  }

  example "pass" "by a local" {
    locals {
      block = true
    }

    resource "aws_s3_account_public_access_block" "this" {
      block_public_acls       = local.block
      block_public_policy     = local.block
      ignore_public_acls      = local.block
      restrict_public_buckets = local.block
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "block" {
      input = true
    }

    resource "aws_s3_account_public_access_block" "this" {
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = tobool(terraform_data.block.output)
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_s3_account_public_access_block" "this" {
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  example "pass" "the account fails where it is judged, and what is taken away is not told twice" {
    expect = { "" = "fail" }
    prior {
      resource "aws_s3_account_public_access_block" "this" {
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }

      resource "aws_iam_account_alias" "this" {
        account_alias = "example-production"
      }
    }

    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }
}
