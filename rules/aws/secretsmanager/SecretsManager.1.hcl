control "SecretsManager.1" {
  slug     = "secretsmanager-rotation-enabled"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure development"]
  title = {
    en = "Secrets are rotated automatically"
    ja = "シークレットの自動ローテーションが設定されている"
  }
  why = {
    en = "A secret that never changes stays useful to whoever has copied it. Automatic rotation makes a leaked secret worthless after a while, without anybody having to remember."
    ja = "変更されないシークレットは、コピーした人がいつまでも使えます。自動ローテーションを設定すれば、漏えいしても一定期間で無効になり、更新忘れもありません。"
  }
  decides     = "checked"
  config_rule = "secretsmanager-rotation-enabled-check"
  frameworks = {
    "aws-fsbp"       = ["SecretsManager.1"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3(15)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["3.5.1", "8.2.2", "8.3.10.1", "8.3.2", "8.3.5", "8.3.7", "8.3.9", "8.6.3"]
    "aws-well-architected-security" = ["SEC02-BP05"]
    "nist-csf-2.0"                  = ["ip_7"]
  }

  check "aws_secretsmanager_secret" {
    locals {
      rotations = companions("aws_secretsmanager_secret_rotation", "secret_id")
    }
    enforce {
      condition = exists(local.rotations)
      error_message = {
        en = "the secret is not rotated automatically"
        ja = "シークレットの自動ローテーションが設定されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "rotate the secret every 30 days"
        ja = "30 日ごとにシークレットをローテーションする"
      }
      warning = {
        en = "The secret is rotated at once when rotation is set up: everything that uses it must read it from Secrets Manager. The function must permit secretsmanager.amazonaws.com to invoke it."
        ja = "設定した時点で 1 回ローテーションされます。利用側は必ず Secrets Manager から値を取得するようにしてください。関数では secretsmanager.amazonaws.com からの呼び出しを許可しておく必要があります。"
      }
      input "secret_rotation_lambda_arn" {
        description = {
          en = "ARN of the Lambda function that rotates this kind of secret"
          ja = "この種類のシークレットをローテーションする Lambda 関数の ARN"
        }
      }
      resource "aws_secretsmanager_secret_rotation" {
        secret_id           = self.id
        rotation_lambda_arn = var.secret_rotation_lambda_arn
        rotation_rules {
          automatically_after_days = 30
        }
      }
    }
  }

  check "aws_secretsmanager_secret_rotation" {
    operations = ["delete", "replace"]
    filter     = !manages(prior_attrs.secret_id, "aws_secretsmanager_secret")
    enforce {
      condition = exists(holders("aws_secretsmanager_secret_rotation", "secret_id", prior_attrs.secret_id))
      error_message = {
        en = "the plan takes the rotation from ${prior_attrs.secret_id}"
        ja = "このプランで ${prior_attrs.secret_id} の自動ローテーションの設定が削除される"
      }
    }
    no_fix = {
      en = "if the secret is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "シークレットを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the secret in the Secrets Manager console and choose Rotation.", "Edit rotation, switch on automatic rotation, and set a schedule and a rotation function.", "Save."]
      ja = ["Secrets Manager コンソールでシークレットを開き、「ローテーション」を選ぶ。", "「ローテーションを編集」で自動ローテーションを有効にし、スケジュールとローテーション関数を指定する。", "保存する。"]
    }
    cli = "aws secretsmanager rotate-secret --secret-id SECRET --rotation-lambda-arn LAMBDA_ARN --rotation-rules AutomaticallyAfterDays=30"
  }

  example "fail" "no rotation" {
    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }
  }

  example "fixed" "no rotation" {
    variable "secret_rotation_lambda_arn" {
      type    = string
      default = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
    }

    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = aws_secretsmanager_secret.api.id
      rotation_lambda_arn = var.secret_rotation_lambda_arn
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }

  example "fail" "another secret is rotated" {
    expect = { "aws_secretsmanager_secret.database" = "pass" }

    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret" "database" {
      name = "database"
    }

    resource "aws_secretsmanager_secret_rotation" "database" {
      secret_id           = aws_secretsmanager_secret.database.id
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 7
      }
    }
  }

  example "pass" "rotation by reference" {
    resource "aws_secretsmanager_secret" "this" {
      for_each = toset(["api", "database"])
      name     = each.key
    }

    resource "aws_secretsmanager_secret_rotation" "this" {
      for_each            = aws_secretsmanager_secret.this
      secret_id           = each.value.arn
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "rate(10 days)"
      }
    }
  }

  example "pass" "rotation by name" {
    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }

  example "unknown" "which secret is rotated is decided at apply" {
    resource "terraform_data" "flag" {
      input = true
    }

    resource "aws_secretsmanager_secret" "api" {
      name = "api"
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = tobool(terraform_data.flag.output) ? "api" : "database"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }

  example "fail" "taken from a secret of another configuration" {
    prior {
      resource "aws_secretsmanager_secret_rotation" "data" {
        secret_id           = "arn:aws:secretsmanager:us-east-1:111122223333:secret:example-AbCdEf"
        rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
        rotation_rules {
          automatically_after_days = 30
        }
      }
    }
  }

  example "pass" "taken away together with the secret" {
    prior {
      resource "aws_secretsmanager_secret" "data" {
        name = "example"
      }

      resource "aws_secretsmanager_secret_rotation" "data" {
        secret_id           = aws_secretsmanager_secret.data.arn
        rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
        rotation_rules {
          automatically_after_days = 30
        }
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_secretsmanager_secret_rotation" "old" {
        secret_id           = "arn:aws:secretsmanager:us-east-1:111122223333:secret:example-AbCdEf"
        rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
        rotation_rules {
          automatically_after_days = 30
        }
      }
    }

    resource "aws_secretsmanager_secret_rotation" "new" {
      secret_id           = "arn:aws:secretsmanager:us-east-1:111122223333:secret:example-AbCdEf"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }
}
