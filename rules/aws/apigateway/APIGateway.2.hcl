control "APIGateway.2" {
  slug     = "api-gateway-backend-client-certificate"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection"]
  title = {
    en = "API Gateway REST API stages show a client certificate to their backends"
    ja = "API Gateway REST API のステージがバックエンドにクライアント証明書を提示する"
  }
  why = {
    en = "A backend that cannot tell API Gateway from anybody else has to answer everybody, so the API's authorization and throttling can be passed by."
    ja = "バックエンドが API Gateway からのリクエストかどうかを確かめられないと、API の認可やスロットリングを迂回した直接のアクセスを防げません。"
  }
  decides     = "checked"
  config_rule = "api-gw-ssl-enabled"
  frameworks = {
    "aws-fsbp"       = ["APIGateway.2"]
    "nist-800-53-r5" = ["AC-17(2)", "AC-4", "IA-5(1)", "SC-12(3)", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SI-7(6)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC09-BP02"]
  }

  check "aws_api_gateway_stage" {
    enforce {
      condition = is_set(attrs.client_certificate_id)
      at        = "client_certificate_id"
      error_message = {
        en = "the stage has no client certificate for its backends"
        ja = "バックエンド認証用のクライアント証明書が設定されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "show a client certificate to backends"
        ja = "バックエンドにクライアント証明書を提示する"
      }
      warning = {
        en = "Protection begins only when the backends verify the certificate."
        ja = "バックエンド側で証明書を検証して初めて効果があります。"
      }
      input "api_gateway_client_certificate_id" {
        description = {
          en = "ID of an API Gateway client certificate (aws_api_gateway_client_certificate)"
          ja = "API Gateway のクライアント証明書 (aws_api_gateway_client_certificate) の ID"
        }
      }
      set = { client_certificate_id = var.api_gateway_client_certificate_id }
    }
  }

  remediation {
    console = {
      en = ["Open the API in the API Gateway console and choose Stages, then the stage.", "Under Stage details choose Edit.", "Choose a client certificate, save, and deploy the API again."]
      ja = ["API Gateway コンソールで API を開き、「ステージ」で対象のステージを選ぶ。", "「ステージの詳細」で「編集」を選ぶ。", "クライアント証明書を選んで保存し、API を再デプロイする。"]
    }
    cli = "aws apigateway update-stage --rest-api-id API_ID --stage-name STAGE --patch-operations op=replace,path=/clientCertificateId,value=CERTIFICATE_ID"
  }

  example "fail" "left out" {
    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id   = aws_api_gateway_rest_api.shop.id
      deployment_id = aws_api_gateway_deployment.shop.id
      stage_name    = "production"
    }
  }

  example "fixed" "left out" {
    variable "api_gateway_client_certificate_id" {
      type    = string
      default = "abc123"
    }

    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id           = aws_api_gateway_rest_api.shop.id
      deployment_id         = aws_api_gateway_deployment.shop.id
      stage_name            = "production"
      client_certificate_id = var.api_gateway_client_certificate_id
    }
  }

  example "fail" "an empty id" {
    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id           = aws_api_gateway_rest_api.shop.id
      deployment_id         = aws_api_gateway_deployment.shop.id
      stage_name            = "production"
      client_certificate_id = ""
    }
  }

  example "pass" "a certificate that is made with it" {
    resource "aws_api_gateway_client_certificate" "backend" {}

    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id           = aws_api_gateway_rest_api.shop.id
      deployment_id         = aws_api_gateway_deployment.shop.id
      stage_name            = "production"
      client_certificate_id = aws_api_gateway_client_certificate.backend.id
    }
  }

  example "pass" "a certificate elsewhere" {
    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id           = aws_api_gateway_rest_api.shop.id
      deployment_id         = aws_api_gateway_deployment.shop.id
      stage_name            = "production"
      client_certificate_id = "abc123"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id           = aws_api_gateway_rest_api.shop.id
      deployment_id         = aws_api_gateway_deployment.shop.id
      stage_name            = "production"
      client_certificate_id = tobool(terraform_data.later.output) ? "abc123" : null
    }
  }
}
