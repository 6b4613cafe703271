control "SecretsManager.2" {
  slug     = "secretsmanager-rotation-success"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure development"]
  title = {
    en = "Automatic rotation of secrets succeeds"
    ja = "シークレットの自動ローテーションが成功している"
  }
  why = {
    en = "Rotation that is set up but fails leaves the old secret in place while everybody believes it changes."
    ja = "ローテーションを設定していても失敗していれば、古いシークレットがそのまま使われ続け、しかも誰も気付きません。"
  }
  decides = "partly"
  limits = {
    en = "Whether the last rotation succeeded is a runtime fact. Judged is what makes it fail for certain: a rotation function of this configuration that Secrets Manager is not permitted to invoke. Watch RotationOccurringAsScheduled, or alarm on the function's errors, for the rest."
    ja = "直近のローテーションが成功したかどうかは実行時の情報です。ここでは、必ず失敗する構成、つまり同じ構成内のローテーション関数を Secrets Manager が呼び出せない場合を判定します。それ以外は RotationOccurringAsScheduled や関数のエラーのアラームで監視してください。"
  }
  config_rule = "secretsmanager-scheduled-rotation-success-check"
  frameworks = {
    "aws-fsbp"       = ["SecretsManager.2"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3(15)"]
  }

  check "aws_secretsmanager_secret_rotation" {
    filter = local.function != null
    locals {
      function    = target(attrs.rotation_lambda_arn)
      permissions = companions_of(local.function, "aws_lambda_permission", "function_name")
    }
    enforce {
      condition = any([for permission in local.permissions : permission.principal == "secretsmanager.amazonaws.com"])
      at        = "rotation_lambda_arn"
      error_message = {
        en = "Secrets Manager is not permitted to invoke the rotation function"
        ja = "Secrets Manager にローテーション関数の呼び出しが許可されていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "permit Secrets Manager to invoke the rotation function"
        ja = "Secrets Manager にローテーション関数の呼び出しを許可する"
      }
      warning = {
        en = "Add source_arn with the secret's ARN where the function rotates one secret only."
        ja = "1 つのシークレットだけをローテーションする関数では、source_arn にそのシークレットの ARN を指定してください。"
      }
      on = local.function
      resource "aws_lambda_permission" "rotation" {
        action        = "lambda:InvokeFunction"
        function_name = self.function_name
        principal     = "secretsmanager.amazonaws.com"
      }
    }
  }

  remediation {
    console = {
      en = ["Open the rotation function in the Lambda console and choose Configuration, Permissions.", "Under Resource-based policy statements add a permission for the service Secrets Manager and the secret's ARN.", "Choose Rotate secret immediately in Secrets Manager and see that it succeeds."]
      ja = ["Lambda コンソールでローテーション関数を開き、「設定」の「アクセス権限」を選ぶ。", "「リソースベースのポリシーステートメント」で、Secrets Manager とシークレットの ARN を指定した許可を追加する。", "Secrets Manager で「シークレットをすぐにローテーションさせる」を実行し、成功することを確かめる。"]
    }
    cli = "aws lambda add-permission --function-name FUNCTION --statement-id secrets-manager --action lambda:InvokeFunction --principal secretsmanager.amazonaws.com --source-arn SECRET_ARN"
  }

  example "fail" "no permission" {
    resource "aws_lambda_function" "rotate" {
      function_name = "rotate"
      role          = "arn:aws:iam::111122223333:role/rotate"
      runtime       = "python3.13"
      handler       = "rotate.handler"
      s3_bucket     = "example-code"
      s3_key        = "rotate.zip"
    }

    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = aws_secretsmanager_secret.api.arn
      rotation_lambda_arn = aws_lambda_function.rotate.arn
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }

  example "fixed" "no permission" {
    resource "aws_lambda_function" "rotate" {
      function_name = "rotate"
      role          = "arn:aws:iam::111122223333:role/rotate"
      runtime       = "python3.13"
      handler       = "rotate.handler"
      s3_bucket     = "example-code"
      s3_key        = "rotate.zip"
    }

    resource "aws_lambda_permission" "rotate_rotation" {
      action        = "lambda:InvokeFunction"
      function_name = aws_lambda_function.rotate.function_name
      principal     = "secretsmanager.amazonaws.com"
    }

    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = aws_secretsmanager_secret.api.arn
      rotation_lambda_arn = aws_lambda_function.rotate.arn
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }

  example "fail" "a permission for another service" {
    resource "aws_lambda_function" "rotate" {
      function_name = "rotate"
      role          = "arn:aws:iam::111122223333:role/rotate"
      runtime       = "python3.13"
      handler       = "rotate.handler"
      s3_bucket     = "example-code"
      s3_key        = "rotate.zip"
    }

    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = aws_secretsmanager_secret.api.arn
      rotation_lambda_arn = aws_lambda_function.rotate.arn
      rotation_rules {
        automatically_after_days = 30
      }
    }

    resource "aws_lambda_permission" "events" {
      action        = "lambda:InvokeFunction"
      function_name = aws_lambda_function.rotate.function_name
      principal     = "events.amazonaws.com"
    }
  }

  example "pass" "permission by reference" {
    resource "aws_lambda_function" "rotate" {
      function_name = "rotate"
      role          = "arn:aws:iam::111122223333:role/rotate"
      runtime       = "python3.13"
      handler       = "rotate.handler"
      s3_bucket     = "example-code"
      s3_key        = "rotate.zip"
    }

    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = aws_secretsmanager_secret.api.arn
      rotation_lambda_arn = aws_lambda_function.rotate.arn
      rotation_rules {
        automatically_after_days = 30
      }
    }

    resource "aws_lambda_permission" "rotate" {
      action        = "lambda:InvokeFunction"
      function_name = aws_lambda_function.rotate.function_name
      principal     = "secretsmanager.amazonaws.com"
      source_arn    = aws_secretsmanager_secret.api.arn
    }
  }

  example "pass" "permission by name, among others" {
    resource "aws_lambda_function" "rotate" {
      function_name = "rotate"
      role          = "arn:aws:iam::111122223333:role/rotate"
      runtime       = "python3.13"
      handler       = "rotate.handler"
      s3_bucket     = "example-code"
      s3_key        = "rotate.zip"
    }

    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = aws_secretsmanager_secret.api.arn
      rotation_lambda_arn = aws_lambda_function.rotate.arn
      rotation_rules {
        automatically_after_days = 30
      }
    }

    resource "aws_lambda_permission" "rotate" {
      for_each      = toset(["events.amazonaws.com", "secretsmanager.amazonaws.com"])
      action        = "lambda:InvokeFunction"
      function_name = "rotate"
      principal     = each.key
    }
  }

  example "unknown" "the principal is decided at apply" {
    resource "terraform_data" "principal" {
      input = "secretsmanager.amazonaws.com"
    }

    resource "aws_lambda_function" "rotate" {
      function_name = "rotate"
      role          = "arn:aws:iam::111122223333:role/rotate"
      runtime       = "python3.13"
      handler       = "rotate.handler"
      s3_bucket     = "example-code"
      s3_key        = "rotate.zip"
    }

    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = aws_secretsmanager_secret.api.arn
      rotation_lambda_arn = aws_lambda_function.rotate.arn
      rotation_rules {
        automatically_after_days = 30
      }
    }

    resource "aws_lambda_permission" "rotate" {
      action        = "lambda:InvokeFunction"
      function_name = aws_lambda_function.rotate.function_name
      principal     = terraform_data.principal.output
    }
  }
}
