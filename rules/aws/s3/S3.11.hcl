control "S3.11" {
  slug     = "s3-bucket-event-notifications"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "S3 buckets send event notifications"
    ja = "S3 バケットのイベント通知が有効になっている"
  }
  why = {
    en = "Notifications tell at once when objects are created, deleted or restored, so that changes nobody meant are seen early."
    ja = "イベント通知があれば、オブジェクトの作成、削除、復元がすぐに分かり、意図しない変更に早く気付けます。"
  }
  decides     = "checked"
  config_rule = "s3-event-notifications-enabled"
  frameworks = {
    "aws-fsbp"       = ["S3.11"]
    "nist-800-53-r5" = ["CA-7", "SI-3(8)", "SI-4", "SI-4(4)"]
  }

  check "aws_s3_bucket" {
    locals {
      notifications = companions("aws_s3_bucket_notification", "bucket")
    }
    enforce {
      condition = any([for notification in local.notifications : any([
        default(notification.eventbridge, false),
        is_set(notification.lambda_function),
        is_set(notification.queue),
        is_set(notification.topic),
      ])])
      error_message = {
        en = "the bucket sends no event notifications"
        ja = "バケットのイベント通知が設定されていない"
      }
    }
    fix {
      when   = exists(local.notifications)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "send events to EventBridge"
        ja = "イベントを EventBridge に送る"
      }
      warning = {
        en = "Events are charged by their number."
        ja = "イベントの件数に応じて料金がかかります。"
      }
      on  = local.notifications[0]
      set = { eventbridge = true }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "send events to EventBridge"
        ja = "イベントを EventBridge に送る"
      }
      warning = {
        en = "Notifications that were set up by hand are replaced: bring them into this resource first. Events are charged by their number."
        ja = "手作業で設定した通知は上書きされるため、先にこのリソースに取り込んでください。イベントの件数に応じて料金がかかります。"
      }
      resource "aws_s3_bucket_notification" {
        bucket      = self.id
        eventbridge = true
      }
    }
  }

  check "aws_s3_bucket_notification" {
    operations = ["delete", "replace"]
    filter     = local.sent && !manages(prior_attrs.bucket, "aws_s3_bucket")
    locals {
      sent = any([
        default(prior_attrs.eventbridge, false), is_set(prior_attrs.lambda_function), is_set(prior_attrs.queue), is_set(prior_attrs.topic),
      ])
      after = [for notification in holders("aws_s3_bucket_notification", "bucket", prior_attrs.bucket) : any([
        default(notification.eventbridge, false), is_set(notification.lambda_function), is_set(notification.queue), is_set(notification.topic),
      ])]
    }
    enforce {
      condition = any(local.after)
      error_message = {
        en = "the plan takes the event notifications from ${prior_attrs.bucket}"
        ja = "このプランで ${prior_attrs.bucket} のイベント通知の設定が削除される"
      }
    }
    no_fix = {
      en = "if the bucket is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "バケットを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Properties.", "Under Event notifications create one, or switch on Amazon EventBridge.", "Save."]
      ja = ["S3 コンソールでバケットを開き、「プロパティ」タブを選ぶ。", "「イベント通知」で通知を作るか、「Amazon EventBridge」をオンにする。", "保存する。"]
    }
    cli = "aws s3api put-bucket-notification-configuration --bucket BUCKET --notification-configuration '{\"EventBridgeConfiguration\":{}}'"
  }

  example "fail" "no notification" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "fixed" "no notification" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_notification" "data" {
      bucket      = aws_s3_bucket.data.id
      eventbridge = true
    }
  }

  example "fail" "a notification of nothing" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_notification" "data" {
      bucket      = aws_s3_bucket.data.id
      eventbridge = false
    }
  }

  example "fixed" "a notification of nothing" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_notification" "data" {
      bucket      = aws_s3_bucket.data.id
      eventbridge = true
    }
  }

  example "fail" "a notification without a receiver" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_notification" "data" {
      bucket = aws_s3_bucket.data.id
    }
  }

  example "pass" "EventBridge" {
    resource "aws_s3_bucket" "this" {
      for_each = toset(["example-data", "example-exports"])
      bucket   = each.key
    }

    resource "aws_s3_bucket_notification" "this" {
      for_each    = aws_s3_bucket.this
      bucket      = each.value.id
      eventbridge = true
    }
  }

  example "pass" "a queue, a topic, a function" {
    resource "aws_s3_bucket" "queue" {
      bucket = "example-queue"
    }

    resource "aws_s3_bucket_notification" "queue" {
      bucket = aws_s3_bucket.queue.id
      queue {
        queue_arn = "arn:aws:sqs:us-east-1:111122223333:objects"
        events    = ["s3:ObjectCreated:*"]
      }
    }

    resource "aws_s3_bucket" "topic" {
      bucket = "example-topic"
    }

    resource "aws_s3_bucket_notification" "topic" {
      bucket = "example-topic"
      topic {
        topic_arn = "arn:aws:sns:us-east-1:111122223333:objects"
        events    = ["s3:ObjectRemoved:*"]
      }
    }

    resource "aws_s3_bucket" "function" {
      bucket = "example-function"
    }

    resource "aws_s3_bucket_notification" "function" {
      bucket = aws_s3_bucket.function.bucket
      lambda_function {
        lambda_function_arn = "arn:aws:lambda:us-east-1:111122223333:function:objects"
        events              = ["s3:ObjectCreated:*"]
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "notify" {
      input = true
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }

    resource "aws_s3_bucket_notification" "data" {
      bucket      = aws_s3_bucket.data.id
      eventbridge = tobool(terraform_data.notify.output)
    }
  }

  example "fail" "taken from a bucket of another configuration" {
    prior {
      resource "aws_s3_bucket_notification" "data" {
        bucket      = "example-data"
        eventbridge = true
      }
    }
  }

  example "pass" "taken away together with the bucket" {
    prior {
      resource "aws_s3_bucket" "data" {
        bucket = "example-data"
      }

      resource "aws_s3_bucket_notification" "data" {
        bucket      = aws_s3_bucket.data.bucket
        eventbridge = true
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_s3_bucket_notification" "old" {
        bucket      = "example-data"
        eventbridge = true
      }
    }

    resource "aws_s3_bucket_notification" "new" {
      bucket      = "example-data"
      eventbridge = true
    }
  }

  example "fail" "another that protects less takes its place" {
    prior {
      resource "aws_s3_bucket_notification" "old" {
        bucket      = "example-data"
        eventbridge = true
      }
    }

    resource "aws_s3_bucket_notification" "new" {
      bucket = "example-data"
    }
  }
}
