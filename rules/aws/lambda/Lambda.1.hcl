control "Lambda.1" {
  slug     = "lambda-function-not-public"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "Lambda functions cannot be invoked by everybody"
    ja = "Lambda 関数が誰でも呼び出せる状態になっていない"
  }
  why = {
    en = "A function that anybody may invoke runs its code, with the permissions of its role, for strangers: data leaks and costs follow. A bucket name alone proves nothing either, because somebody else can own that name tomorrow."
    ja = "誰でも呼び出せる関数は、実行ロールの権限で他人のために動いてしまい、情報漏えいや課金につながります。S3 からの呼び出しも、バケット名だけでは別のアカウントのバケットかもしれず、安全とは言えません。"
  }
  decides = "checked"
  notes = {
    en = "A function URL without authorization counts, because the provider adds the public permission for it. A permission for everybody passes when a source account, a source ARN, an organization or an event source token confines it."
    ja = "認可なしの関数 URL は、プロバイダーがパブリックな許可を追加するため対象とします。全員への許可でも、送信元のアカウントや ARN、組織、イベントソーストークンで限定されていれば合格です。"
  }
  config_rule = "lambda-function-public-access-prohibited"
  frameworks = {
    "aws-fsbp"       = ["Lambda.1"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.2", "1.3.4", "7.2.1"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "10.3.2", "3.5.1.3", "A1.1.2", "A1.1.3", "A3.4.1"]
    "aws-well-architected-security" = ["SEC03-BP07", "SEC03-BP08", "SEC05-BP01", "SEC06-BP02"]
    "iso-27001-2022"                = ["A.8.1"]
    "nist-csf-2.0"                  = ["ac_7"]
  }

  check "aws_lambda_permission" {
    enforce {
      condition = !all([
        attrs.principal == "*",
        !is_set(attrs.source_account),
        !is_set(attrs.source_arn),
        !is_set(attrs.principal_org_id),
        !is_set(attrs.event_source_token),
      ])
      at = "principal"
      error_message = {
        en = "everybody may invoke the function"
        ja = "誰でも関数を呼び出せる"
      }
    }
    enforce {
      condition = !all([attrs.principal == "s3.amazonaws.com", !is_set(attrs.source_account)])
      at        = "source_account"
      error_message = {
        en = "S3 may invoke the function for a bucket of any account"
        ja = "別のアカウントのバケットからも S3 経由で関数を呼び出せる"
      }
    }
    fix {
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "permit invocations from one account only"
        ja = "呼び出し元を 1 つのアカウントに限定する"
      }
      warning = {
        en = "The permission is deleted and created again; invocations fail in between. Callers from other accounts are refused."
        ja = "許可はいったん削除されて作り直されるため、その間は呼び出しが失敗します。ほかのアカウントからの呼び出しは拒否されます。"
      }
      input "lambda_source_account_id" {
        description = {
          en = "Account that owns the bucket or other caller of the function"
          ja = "関数を呼び出すバケットなどを所有する AWS アカウントの ID"
        }
      }
      set = { source_account = var.lambda_source_account_id }
    }
  }

  check "aws_lambda_function_url" {
    enforce {
      condition = attrs.authorization_type != "NONE"
      at        = "authorization_type"
      error_message = {
        en = "everybody may invoke the function by its URL"
        ja = "関数 URL で誰でも関数を呼び出せる"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "require IAM authorization for the URL"
        ja = "関数 URL に IAM 認可を必須にする"
      }
      warning = {
        en = "Callers must sign their requests, and need permission to invoke the URL. Public sites go behind CloudFront with origin access control."
        ja = "呼び出し側はリクエストへの署名と、URL を呼び出す権限が必要になります。公開サイトは CloudFront のオリジンアクセスコントロール経由にしてください。"
      }
      set = { authorization_type = "AWS_IAM" }
    }
  }

  remediation {
    console = {
      en = ["Open the function in the Lambda console and choose Configuration, Permissions.", "Under Resource-based policy statements find those for everybody, or for S3 without a source account.", "Delete them, or add them again with the condition."]
      ja = ["Lambda コンソールで関数を開き、「設定」の「アクセス権限」を選ぶ。", "「リソースベースのポリシーステートメント」で、全員を対象とするものと、ソースアカウントのない S3 の許可を探す。", "削除するか、条件を付けて追加し直す。"]
    }
    cli = "aws lambda remove-permission --function-name FUNCTION --statement-id STATEMENT_ID"
  }

  example "fail" "S3 without an account" {
    resource "aws_lambda_permission" "objects" {
      action        = "lambda:InvokeFunction"
      function_name = "thumbnails"
      principal     = "s3.amazonaws.com"
      source_arn    = "arn:aws:s3:::example-data"
    }
  }

  example "fixed" "S3 without an account" {
    variable "lambda_source_account_id" {
      type    = string
      default = "111122223333"
    }

    resource "aws_lambda_permission" "objects" {
      action         = "lambda:InvokeFunction"
      function_name  = "thumbnails"
      principal      = "s3.amazonaws.com"
      source_arn     = "arn:aws:s3:::example-data"
      source_account = var.lambda_source_account_id
    }
  }

  example "fail" "everybody" {
    resource "aws_lambda_permission" "anybody" {
      action        = "lambda:InvokeFunction"
      function_name = "thumbnails"
      principal     = "*"
    }
  }

  example "fail" "a URL without authorization" {
    resource "aws_lambda_function_url" "app" {
      function_name      = "app"
      authorization_type = "NONE"
    }
  }

  example "fixed" "a URL without authorization" {
    resource "aws_lambda_function_url" "app" {
      function_name      = "app"
      authorization_type = "AWS_IAM"
    }
  }

  example "pass" "a URL with authorization, services and an account" {
    resource "aws_lambda_function_url" "app" {
      function_name      = "app"
      authorization_type = "AWS_IAM"
    }

    resource "aws_lambda_permission" "events" {
      action        = "lambda:InvokeFunction"
      function_name = "app"
      principal     = "events.amazonaws.com"
      source_arn    = "arn:aws:events:us-east-1:111122223333:rule/nightly"
    }

    resource "aws_lambda_permission" "objects" {
      action         = "lambda:InvokeFunction"
      function_name  = "app"
      principal      = "s3.amazonaws.com"
      source_account = "111122223333"
    }

    resource "aws_lambda_permission" "partner" {
      action        = "lambda:InvokeFunction"
      function_name = "app"
      principal     = "444455556666"
    }
  }

  example "pass" "everybody within limits" {
    resource "aws_lambda_permission" "account" {
      action         = "lambda:InvokeFunction"
      function_name  = "app"
      principal      = "*"
      source_account = "111122223333"
    }

    resource "aws_lambda_permission" "topic" {
      action        = "lambda:InvokeFunction"
      function_name = "app"
      principal     = "*"
      source_arn    = "arn:aws:sns:us-east-1:111122223333:alerts"
    }

    resource "aws_lambda_permission" "organization" {
      action           = "lambda:InvokeFunction"
      function_name    = "app"
      principal        = "*"
      principal_org_id = "o-0123456789"
    }

    resource "aws_lambda_permission" "skill" {
      action             = "lambda:InvokeFunction"
      function_name      = "app"
      principal          = "*"
      event_source_token = "example"
    }
  }

  example "unknown" "the principal is decided at apply" {
    resource "terraform_data" "public" {
      input = false
    }

    resource "aws_lambda_permission" "app" {
      action        = "lambda:InvokeFunction"
      function_name = "app"
      principal     = tobool(terraform_data.public.output) ? "*" : "111122223333"
    }
  }
}
