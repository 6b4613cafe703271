control "APIGateway.3" {
  slug     = "api-gateway-xray-tracing"
  aliases  = []
  severity = "low"
  category = ["Detect", "Detection services"]
  title = {
    en = "API Gateway REST API stages trace requests with X-Ray"
    ja = "API Gateway REST API のステージで AWS X-Ray トレースが有効になっている"
  }
  why = {
    en = "Traces show in which part of an API time is lost and errors arise, so that trouble is found before it becomes an outage."
    ja = "トレースがあれば、API のどこで遅延やエラーが起きているかを把握でき、停止に至る前に対処できます。"
  }
  decides     = "checked"
  config_rule = "api-gw-xray-enabled"
  frameworks = {
    "aws-fsbp"       = ["APIGateway.3"]
    "nist-800-53-r5" = ["CA-7"]
  }

  check "aws_api_gateway_stage" {
    enforce {
      condition = default(attrs.xray_tracing_enabled, false)
      at        = "xray_tracing_enabled"
      error_message = {
        en = "requests to the stage are not traced"
        ja = "ステージの X-Ray トレースが無効になっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "trace requests with X-Ray"
        ja = "X-Ray トレースを有効にする"
      }
      warning = {
        en = "Traces are charged by their number; sampling rules limit it."
        ja = "トレースの数に応じて料金がかかります。件数はサンプリングルールで抑えられます。"
      }
      set = { xray_tracing_enabled = true }
    }
  }

  remediation {
    console = {
      en = ["Open the API in the API Gateway console and choose Stages, then the stage.", "Under Logs and tracing choose Edit.", "Switch on X-Ray tracing and save."]
      ja = ["API Gateway コンソールで API を開き、「ステージ」で対象のステージを選ぶ。", "「ログとトレース」で「編集」を選ぶ。", "「X-Ray トレース」を有効にして保存する。"]
    }
    cli = "aws apigateway update-stage --rest-api-id API_ID --stage-name STAGE --patch-operations op=replace,path=/tracingEnabled,value=true"
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
    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id          = aws_api_gateway_rest_api.shop.id
      deployment_id        = aws_api_gateway_deployment.shop.id
      stage_name           = "production"
      xray_tracing_enabled = true
    }
  }

  example "fail" "switched off by a variable" {
    variable "tracing" {
      type    = bool
      default = false
    }

    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id          = aws_api_gateway_rest_api.shop.id
      deployment_id        = aws_api_gateway_deployment.shop.id
      stage_name           = "production"
      xray_tracing_enabled = var.tracing
    }
  }

  example "fixed" "switched off by a variable" {
    variable "tracing" {
      type    = bool
      default = true
    }

    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id          = aws_api_gateway_rest_api.shop.id
      deployment_id        = aws_api_gateway_deployment.shop.id
      stage_name           = "production"
      xray_tracing_enabled = var.tracing
    }
  }

  example "pass" "switched on" {
    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id          = aws_api_gateway_rest_api.shop.id
      deployment_id        = aws_api_gateway_deployment.shop.id
      stage_name           = "production"
      xray_tracing_enabled = true
    }
  }

  example "pass" "switched on for two stages" {
    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id          = aws_api_gateway_rest_api.shop.id
      deployment_id        = aws_api_gateway_deployment.shop.id
      stage_name           = "production"
      xray_tracing_enabled = true
    }

    resource "aws_api_gateway_stage" "test" {
      rest_api_id          = aws_api_gateway_rest_api.shop.id
      deployment_id        = aws_api_gateway_deployment.shop.id
      stage_name           = "test"
      xray_tracing_enabled = true
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
      rest_api_id          = aws_api_gateway_rest_api.shop.id
      deployment_id        = aws_api_gateway_deployment.shop.id
      stage_name           = "production"
      xray_tracing_enabled = tobool(terraform_data.later.output)
    }
  }
}
