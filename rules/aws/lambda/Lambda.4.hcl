control "Lambda.4" {
  slug     = "lambda-dead-letter-queue"
  aliases  = []
  severity = "low"
  category = ["Recover", "Resilience"]
  title = {
    en = "Lambda functions have a dead-letter queue"
    ja = "Lambda 関数にデッドレターキューが設定されている"
  }
  why = {
    en = "An asynchronous event that a function cannot handle is dropped after a few tries. A dead-letter queue keeps it, so that it can be looked at and sent again."
    ja = "非同期イベントは、関数が処理できないと数回の再試行後に破棄されます。デッドレターキューがあれば、残しておいて調査や再送ができます。"
  }
  decides = "checked"
  notes = {
    en = "AWS has retired this control, so no function is judged unless judgeRetired = true. A destination for failures (aws_lambda_function_event_invoke_config) serves the same end and counts."
    ja = "AWS では廃止されたコントロールのため、judgeRetired = true にした場合だけ判定します。失敗時の送信先 (aws_lambda_function_event_invoke_config) も同じ役割を果たすため、合格とします。"
  }
  config_rule = "lambda-dlq-check"

  parameter "judgeRetired" {
    default = false
    description = {
      en = "Judge functions although AWS has retired the control"
      ja = "AWS で廃止されたコントロールだが判定する"
    }
  }
  check "aws_lambda_function" {
    filter = param.judgeRetired
    enforce {
      condition = any([
        is_set(one(attrs.dead_letter_config[*].target_arn)),
        any([for config in companions("aws_lambda_function_event_invoke_config", "function_name") : is_set(one(flatten(config.destination_config[*].on_failure[*].destination)))]),
      ])
      at = "dead_letter_config"
      error_message = {
        en = "events that the function cannot handle are lost"
        ja = "関数が処理できなかったイベントが失われる"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "send events that fail to a queue"
        ja = "失敗したイベントをキューに送る"
      }
      warning = {
        en = "The function's role needs sqs:SendMessage on the queue, or sns:Publish on the topic."
        ja = "関数の実行ロールに、キューへの sqs:SendMessage またはトピックへの sns:Publish の権限が必要です。"
      }
      input "lambda_dead_letter_arn" {
        description = {
          en = "ARN of the queue or topic that takes events which functions cannot handle"
          ja = "関数が処理できなかったイベントを受け取るキューまたはトピックの ARN"
        }
      }
      set = { "dead_letter_config.target_arn" = var.lambda_dead_letter_arn }
    }
  }

  remediation {
    console = {
      en = ["Open the function in the Lambda console and choose Configuration, Asynchronous invocation.", "Edit it and choose a dead-letter queue service and a queue or topic.", "Save."]
      ja = ["Lambda コンソールで関数を開き、「設定」の「非同期呼び出し」を選ぶ。", "「編集」でデッドレターキューのサービスとキューまたはトピックを選ぶ。", "保存する。"]
    }
    cli = "aws lambda update-function-configuration --function-name FUNCTION --dead-letter-config TargetArn=QUEUE_ARN"
  }

  example "fail" "no queue" {
    params = { judgeRetired = true }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "fixed" "no queue" {
    params = { judgeRetired = true }

    variable "lambda_dead_letter_arn" {
      type    = string
      default = "arn:aws:sqs:us-east-1:111122223333:failed"
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      dead_letter_config {
        target_arn = var.lambda_dead_letter_arn
      }
    }
  }

  example "fail" "a destination for successes only" {
    params = { judgeRetired = true }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }

    resource "aws_lambda_function_event_invoke_config" "app" {
      function_name = aws_lambda_function.app.function_name
      destination_config {
        on_success {
          destination = "arn:aws:sqs:us-east-1:111122223333:done"
        }
      }
    }
  }

  example "pass" "a queue, or a destination for failures" {
    params = { judgeRetired = true }

    resource "aws_sqs_queue" "failed" {
      name = "failed"
    }

    resource "aws_lambda_function" "queue" {
      function_name = "queue"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      dead_letter_config {
        target_arn = aws_sqs_queue.failed.arn
      }
    }

    resource "aws_lambda_function" "destination" {
      function_name = "destination"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }

    resource "aws_lambda_function_event_invoke_config" "destination" {
      function_name = aws_lambda_function.destination.function_name
      destination_config {
        on_failure {
          destination = "arn:aws:sqs:us-east-1:111122223333:failed"
        }
      }
    }
  }

  example "pass" "not judged by default" {
    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "unknown" "decided at apply" {
    params = { judgeRetired = true }

    resource "terraform_data" "keep" {
      input = true
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      dead_letter_config {
        target_arn = tobool(terraform_data.keep.output) ? "arn:aws:sqs:us-east-1:111122223333:failed" : null
      }
    }
  }
}
