control "Baseline.11" {
  slug     = "cloudtrail-central"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "CloudTrail logs are collected centrally"
    ja = "CloudTrail ログを集約している"
  }
  why = {
    en = "Whoever takes over an account can erase the logs that it keeps itself. A copy in an account of its own stays intact, and lets one team search the logs of all accounts."
    ja = "アカウントを乗っ取った攻撃者は、そのアカウント内のログを消せます。専用のアカウントに集約しておけばログは残り、全アカウントの記録を横断して調べられます。"
  }
  decides = "partly"
  limits = {
    en = "A bucket that the configuration does not declare is taken to belong to the log archive; whether it does, its owner knows. An account whose logs reach an organization trail declared elsewhere is not known either: mute the finding there."
    ja = "構成に含まれないバケットはログアーカイブのものとみなします。実際の所有アカウントはコードからは分かりません。別の構成で宣言された組織の証跡に記録されている場合も把握できないため、その場合は指摘を抑止してください。"
  }
  notes = {
    en = "A control of this project. It follows item 6 of AWS's Top 10 security items to improve in your AWS account (central CloudTrail logs, an account for the log archive). A trail of the organization counts, and so does a bucket that this account's code does not declare. That there is a trail at all is asked by CloudTrail.1."
    ja = "本プロジェクト独自のコントロールです。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 6 条 (CloudTrail ログの集約、ログアーカイブ専用アカウント) に対応します。組織の証跡のほか、このアカウントの構成に含まれないバケットへの出力も集約とみなします。証跡の有無は CloudTrail.1 で判定します。"
  }
  frameworks = {
    "aws-well-architected-security" = ["SEC04-BP02"]
  }

  check "account" {
    per    = "account"
    filter = exists(local.trails)
    locals {
      trails = in_scope("aws_cloudtrail")
    }
    enforce {
      condition = any([for trail in local.trails : any([
        default(trail.is_organization_trail, false),
        !exists(owners_of(trail, "aws_s3_bucket", "s3_bucket_name")),
      ])])
      error_message = {
        en = "the account keeps its own CloudTrail logs, and no trail of the organization collects them"
        ja = "CloudTrail ログが同じアカウント内にしか保存されておらず、組織の証跡にも集約されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "write the trail to the bucket of the log archive account"
        ja = "証跡の出力先をログアーカイブ用アカウントのバケットにする"
      }
      warning = {
        en = "The policy of that bucket must admit this trail first. In the management account an organization trail (is_organization_trail) covers all members instead."
        ja = "先に、出力先バケットのポリシーでこの証跡からの書き込みを許可してください。管理アカウントでは、組織の証跡 (is_organization_trail) にすれば全メンバーアカウントをまとめて記録できます。"
      }
      input "log_archive_bucket" {
        description = {
          en = "Name of the CloudTrail bucket in the log archive account"
          ja = "ログアーカイブ用アカウントにある CloudTrail 用バケットの名前"
        }
      }
      on  = local.trails[0]
      set = { s3_bucket_name = var.log_archive_bucket }
    }
  }

  remediation {
    console = {
      en = ["Create an organization trail in the CloudTrail console of the management account, with a bucket in the log archive account.", "Check that logs of the member accounts arrive.", "Remove trails of single accounts that are no longer needed."]
      ja = ["管理アカウントの CloudTrail コンソールで、ログアーカイブ用アカウントのバケットを指定して組織の証跡を作る。", "メンバーアカウントのログが届くことを確かめる。", "不要になったアカウント単位の証跡を削除する。"]
    }
    cli = "aws cloudtrail update-trail --name TRAIL --s3-bucket-name LOG_ARCHIVE_BUCKET"
  }

  example "fail" "the bucket is the account's own" {
    resource "aws_s3_bucket" "trail" {
      bucket = "example-trail"
    }

    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = aws_s3_bucket.trail.id
    }
  }

  example "fixed" "the bucket is the account's own" {
    variable "log_archive_bucket" {
      type    = string
      default = "example-log-archive"
    }

    resource "aws_s3_bucket" "trail" {
      bucket = "example-trail"
    }

    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = var.log_archive_bucket
    }
  }

  example "fail" "by its known name" {
    resource "aws_s3_bucket" "trail" {
      bucket = "example-trail"
    }

    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = "example-trail"
      is_organization_trail = false
    }
  }

  example "pass" "a trail of the organization" {
    resource "aws_s3_bucket" "trail" {
      bucket = "example-trail"
    }

    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = aws_s3_bucket.trail.id
      is_organization_trail = true
    }
  }

  example "pass" "a bucket kept elsewhere" {
    resource "aws_s3_bucket" "assets" {
      bucket = "example-assets"
    }

    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "example-log-archive"
    }
  }

  example "pass" "one central trail of two" {
    resource "aws_s3_bucket" "trail" {
      bucket = "example-trail"
    }

    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = aws_s3_bucket.trail.id
    }

    resource "aws_cloudtrail" "central" {
      name           = "central"
      s3_bucket_name = "example-log-archive"
    }
  }

  example "unknown" "whose trail it is is decided at apply" {
    resource "aws_s3_bucket" "trail" {
      bucket = "example-trail"
    }

    resource "terraform_data" "flag" {
      input = true
    }

    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = aws_s3_bucket.trail.id
      is_organization_trail = tobool(terraform_data.flag.output)
    }
  }
}
