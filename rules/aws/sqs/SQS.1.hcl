control "SQS.1" {
  slug     = "sqs-queue-encrypted"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "SQS queues encrypt messages at rest"
    ja = "SQS キューのメッセージが保管時に暗号化されている"
  }
  why = {
    en = "Messages can stay in a queue for up to two weeks. Encryption keeps their content from anyone who gets at the storage below."
    ja = "メッセージは最長 2 週間キューに残ります。暗号化しておけば、下層のストレージに触れられても内容は読まれません。"
  }
  decides = "checked"
  notes = {
    en = "A queue that says nothing is encrypted with a key that SQS manages, which has been the default of new queues since October 2022. For an older queue, judge a plan or state: it shows the queue's real setting."
    ja = "指定のないキューは合格とします。2022 年 10 月以降の新しいキューは、既定で SQS マネージドキーにより暗号化されるためです。それ以前のキューは、実際の設定が分かるプランやステートで判定してください。"
  }
  config_rule = "sqs-queue-encrypted"
  frameworks = {
    "aws-fsbp"       = ["SQS.1"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC08-BP02"]
    "iso-27001-2022"                = ["A.8.11", "A.8.24"]
  }

  check "aws_sqs_queue" {
    enforce {
      condition = any([is_set(attrs.kms_master_key_id), default(attrs.sqs_managed_sse_enabled, true)])
      at        = "sqs_managed_sse_enabled"
      error_message = {
        en = "the queue stores its messages unencrypted"
        ja = "キューのメッセージが暗号化されずに保存される"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "encrypt messages with a key that SQS manages"
        ja = "SQS マネージドキーでメッセージを暗号化する"
      }
      set = { sqs_managed_sse_enabled = true }
    }
  }

  remediation {
    console = {
      en = ["Open the queue in the SQS console and choose Edit.", "Under Encryption enable server-side encryption and choose SSE-SQS or a KMS key.", "Save."]
      ja = ["SQS コンソールでキューを開き、「編集」を選ぶ。", "「暗号化」でサーバー側の暗号化を有効にし、SSE-SQS または KMS キーを選ぶ。", "保存する。"]
    }
    cli = "aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes SqsManagedSseEnabled=true"
  }

  example "fail" "switched off" {
    resource "aws_sqs_queue" "orders" {
      name                    = "orders"
      sqs_managed_sse_enabled = false
    }
  }

  example "fixed" "switched off" {
    resource "aws_sqs_queue" "orders" {
      name                    = "orders"
      sqs_managed_sse_enabled = true
    }
  }

  example "fail" "switched off for one of two" {
    expect = { "aws_sqs_queue.this[\"orders\"]" = "pass" }

    variable "encrypted" {
      default = { orders = true, events = false }
    }

    resource "aws_sqs_queue" "this" {
      for_each                = var.encrypted
      name                    = each.key
      sqs_managed_sse_enabled = each.value
    }
  }

  example "pass" "left to the default" {
    resource "aws_sqs_queue" "orders" {
      name = "orders"
    }
  }

  example "pass" "either kind of key" {
    resource "aws_sqs_queue" "orders" {
      name                    = "orders"
      sqs_managed_sse_enabled = true
    }

    resource "aws_sqs_queue" "events" {
      name              = "events"
      kms_master_key_id = "alias/aws/sqs"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "encrypted" {
      input = true
    }

    resource "aws_sqs_queue" "orders" {
      name                    = "orders"
      sqs_managed_sse_enabled = tobool(terraform_data.encrypted.output)
    }
  }
}
