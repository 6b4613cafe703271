control "APIGateway.1" {
  slug     = "api-gateway-execution-logging"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "API Gateway REST and WebSocket APIs write execution logs"
    ja = "API Gateway の REST API と WebSocket API で実行ログが有効になっている"
  }
  why = {
    en = "Execution logs tell what the API did with a request: authorization, integration, errors. Without them failures and abuse leave nothing to look at."
    ja = "実行ログには、認可や統合、エラーなどリクエストの処理過程が残ります。ログがないと、障害や不正利用の原因を調べられません。"
  }
  decides = "checked"
  notes = {
    en = "A stage of an API v2 is judged where its API is declared in the same run as a WebSocket API; HTTP APIs have no execution logs."
    ja = "API Gateway v2 のステージは、同じ構成内で WebSocket API と宣言されている場合に判定します。HTTP API に実行ログはありません。"
  }
  config_rule = "api-gw-execution-logging-enabled"
  frameworks = {
    "aws-fsbp"       = ["APIGateway.1"]
    "nist-800-53-r5" = ["AC-4(26)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SC-7(9)", "SI-7(8)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.6.3", "5.3.4", "A1.2.1"]
    "aws-well-architected-security" = ["SEC04-BP01"]
    "iso-27001-2022"                = ["A.8.15"]
    "soc2"                          = ["cc_7_2", "cc_7_3", "cc_a_1_1", "pi_1_2"]
  }

  check "aws_api_gateway_stage" {
    locals {
      api = target(attrs.rest_api_id, "aws_api_gateway_rest_api", "data.aws_api_gateway_rest_api")
      settings = [for item in concat(
        local.api == null ? [] : companions_of(local.api, "aws_api_gateway_method_settings", "rest_api_id"),
        [for item in { true = in_scope("aws_api_gateway_method_settings"), false = [] }[local.api == null] : item if item.rest_api_id == attrs.rest_api_id],
      ) : item if item.stage_name == attrs.stage_name]
      levels = ["ERROR", "INFO"]
      wide   = [for item in local.settings : item if item.method_path == "*/*"]
      logged = any([for item in local.wide : any([for level in local.levels : one(item.settings[*].logging_level) == level])])
      wrong  = local.logged ? [] : local.wide
      silent = [for item in local.settings : item if item.method_path != "*/*" && one(item.settings[*].logging_level) == "OFF"]
    }
    enforce {
      condition = local.logged
      at        = "stage_name"
      error_message = {
        en = "not all methods of the stage write execution logs"
        ja = "ステージのすべてのメソッドで実行ログが有効になっているわけではない"
      }
    }
    enforce {
      condition = !exists(local.silent)
      at        = "stage_name"
      error_message = {
        en = "a method of the stage switches its execution logs off"
        ja = "ステージの一部のメソッドで実行ログが無効にされている"
      }
    }
    fix {
      when   = exists(local.wide)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "log errors of all methods"
        ja = "すべてのメソッドのエラーを記録する"
      }
      warning = {
        en = "API Gateway needs a role that may write logs, set once per Region with aws_api_gateway_account."
        ja = "API Gateway がログを書き込むためのロールを、aws_api_gateway_account でリージョンごとに設定しておく必要があります。"
      }
      on  = concat(local.wrong, local.silent)
      set = { "settings.logging_level" = "ERROR" }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "log errors of all methods"
        ja = "すべてのメソッドのエラーを記録する"
      }
      warning = {
        en = "API Gateway needs a role that may write logs, set once per Region with aws_api_gateway_account."
        ja = "API Gateway がログを書き込むためのロールを、aws_api_gateway_account でリージョンごとに設定しておく必要があります。"
      }
      resource "aws_api_gateway_method_settings" {
        rest_api_id = self.rest_api_id
        stage_name  = self.stage_name
        method_path = "*/*"
        settings {
          logging_level = "ERROR"
        }
      }
    }
  }

  check "aws_apigatewayv2_stage" {
    filter = attribute(target(attrs.api_id, "aws_apigatewayv2_api", "data.aws_apigatewayv2_api"), "protocol_type") == "WEBSOCKET"
    enforce {
      condition = any([for level in ["ERROR", "INFO"] : one(attrs.default_route_settings[*].logging_level) == level])
      at        = "default_route_settings.logging_level"
      error_message = {
        en = "the WebSocket API writes no execution logs"
        ja = "WebSocket API の実行ログが無効になっている"
      }
    }
    fix {
      when   = length(attrs.default_route_settings) == 0
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "log errors of all routes"
        ja = "すべてのルートのエラーを記録する"
      }
      warning = {
        en = "API Gateway needs a role that may write logs, set once per Region with aws_api_gateway_account. The provider sends throttling limits of 0 where the block leaves them out, so the usual limits of an account are written with it."
        ja = "API Gateway がログを書き込むためのロールを、aws_api_gateway_account でリージョンごとに設定しておく必要があります。ブロックでスロットリングを省くとプロバイダーが上限 0 を送るため、アカウントの標準の上限も併せて指定します。"
      }
      set = {
        "default_route_settings.logging_level"          = "ERROR"
        "default_route_settings.throttling_burst_limit" = 5000
        "default_route_settings.throttling_rate_limit"  = 10000
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "log errors of all routes"
        ja = "すべてのルートのエラーを記録する"
      }
      warning = {
        en = "API Gateway needs a role that may write logs, set once per Region with aws_api_gateway_account."
        ja = "API Gateway がログを書き込むためのロールを、aws_api_gateway_account でリージョンごとに設定しておく必要があります。"
      }
      set = { "default_route_settings.logging_level" = "ERROR" }
    }
  }

  check "aws_apigatewayv2_stage" {
    each   = "route_settings"
    filter = attribute(target(attrs.api_id, "aws_apigatewayv2_api", "data.aws_apigatewayv2_api"), "protocol_type") == "WEBSOCKET"
    enforce {
      condition = contains(["ERROR", "INFO"], default(each.value.logging_level, "ERROR"))
      at        = "logging_level"
      error_message = {
        en = "the route ${each.value.route_key} writes no execution logs"
        ja = "ルート ${each.value.route_key} の実行ログが無効になっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "log errors of the route"
        ja = "ルートのエラーを記録する"
      }
      warning = {
        en = "API Gateway needs a role that may write logs, set once per Region with aws_api_gateway_account."
        ja = "API Gateway がログを書き込むためのロールを、aws_api_gateway_account でリージョンごとに設定しておく必要があります。"
      }
      set = { logging_level = "ERROR" }
    }
  }

  remediation {
    console = {
      en = ["Open the API in the API Gateway console and choose Stages, then the stage.", "Under Logs and tracing choose Edit.", "Set CloudWatch logs to errors, or errors and info, and save."]
      ja = ["API Gateway コンソールで API を開き、「ステージ」で対象のステージを選ぶ。", "「ログとトレース」で「編集」を選ぶ。", "CloudWatch ログを「エラーのみ」または「エラーと情報ログ」にして保存する。"]
    }
    cli = "aws apigateway update-stage --rest-api-id API_ID --stage-name STAGE --patch-operations op=replace,path=/*/*/logging/loglevel,value=ERROR"
  }

  example "fail" "no settings" {
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

  example "fixed" "no settings" {
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

    resource "aws_api_gateway_method_settings" "production" {
      rest_api_id = aws_api_gateway_stage.production.rest_api_id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        logging_level = "ERROR"
      }
    }
  }

  example "fail" "logs off" {
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        logging_level = "OFF"
      }
    }
  }

  example "fixed" "logs off" {
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        logging_level = "ERROR"
      }
    }
  }

  example "fail" "other settings only" {
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        metrics_enabled = true
      }
    }
  }

  example "fail" "logs for one method only" {
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "orders/GET"
      settings {
        logging_level = "INFO"
      }
    }
  }

  example "fail" "one method without logs" {
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        logging_level = "INFO"
      }
    }

    resource "aws_api_gateway_method_settings" "health" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "health/GET"
      settings {
        logging_level = "OFF"
      }
    }
  }

  example "fixed" "one method without logs" {
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        logging_level = "INFO"
      }
    }

    resource "aws_api_gateway_method_settings" "health" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "health/GET"
      settings {
        logging_level = "ERROR"
      }
    }
  }

  example "fail" "settings of another stage and of another API" {
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = "test"
      method_path = "*/*"
      settings {
        logging_level = "INFO"
      }
    }

    resource "aws_api_gateway_method_settings" "other" {
      rest_api_id = "abcde12345"
      stage_name  = "production"
      method_path = "*/*"
      settings {
        logging_level = "INFO"
      }
    }
  }

  example "fail" "an API elsewhere" {
    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id   = "abcde12345"
      deployment_id = aws_api_gateway_deployment.shop.id
      stage_name    = "production"
    }

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = "fghij67890"
      stage_name  = "production"
      method_path = "*/*"
      settings {
        logging_level = "INFO"
      }
    }
  }

  example "fail" "a WebSocket API without logs" {
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_stage" "live" {
      api_id = aws_apigatewayv2_api.chat.id
      name   = "live"
    }

    resource "aws_apigatewayv2_stage" "test" {
      api_id = aws_apigatewayv2_api.chat.id
      name   = "test"
      default_route_settings {
        logging_level = "OFF"
      }
    }
  }

  example "fixed" "a WebSocket API without logs" {
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_stage" "live" {
      api_id = aws_apigatewayv2_api.chat.id
      name   = "live"
      default_route_settings {
        logging_level          = "ERROR"
        throttling_burst_limit = 5000
        throttling_rate_limit  = 10000
      }
    }

    resource "aws_apigatewayv2_stage" "test" {
      api_id = aws_apigatewayv2_api.chat.id
      name   = "test"
      default_route_settings {
        logging_level = "ERROR"
      }
    }
  }

  example "fail" "a WebSocket route without logs" {
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_stage" "live" {
      api_id = aws_apigatewayv2_api.chat.id
      name   = "live"
      default_route_settings {
        logging_level = "INFO"
      }

      route_settings {
        route_key     = "$connect"
        logging_level = "OFF"
      }
    }
  }

  example "fixed" "a WebSocket route without logs" {
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_stage" "live" {
      api_id = aws_apigatewayv2_api.chat.id
      name   = "live"
      default_route_settings {
        logging_level = "INFO"
      }

      route_settings {
        route_key     = "$connect"
        logging_level = "ERROR"
      }
    }
  }

  example "pass" "errors of all methods" {
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        logging_level = "ERROR"
      }
    }
  }

  example "pass" "everything, and for one method errors only" {
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        logging_level = "INFO"
      }
    }

    resource "aws_api_gateway_method_settings" "health" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "health/GET"
      settings {
        logging_level = "ERROR"
      }
    }
  }

  example "pass" "joined by names" {
    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_deployment" "shop" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
    }

    resource "aws_api_gateway_stage" "production" {
      rest_api_id   = "abcde12345"
      deployment_id = aws_api_gateway_deployment.shop.id
      stage_name    = "production"
    }

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = "abcde12345"
      stage_name  = "production"
      method_path = "*/*"
      settings {
        logging_level = "INFO"
      }
    }
  }

  example "pass" "a WebSocket API, and an HTTP API, which has no such logs" {
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_stage" "live" {
      api_id = aws_apigatewayv2_api.chat.id
      name   = "live"
      default_route_settings {
        logging_level = "INFO"
      }

      route_settings {
        route_key             = "$connect"
        throttling_rate_limit = 10
      }
    }

    resource "aws_apigatewayv2_api" "site" {
      name          = "site"
      protocol_type = "HTTP"
    }

    resource "aws_apigatewayv2_stage" "site" {
      api_id = aws_apigatewayv2_api.site.id
      name   = "site"
    }
  }

  example "pass" "errors and all of WebSocket APIs" {
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_stage" "live" {
      api_id = aws_apigatewayv2_api.chat.id
      name   = "live"
      default_route_settings {
        logging_level = "ERROR"
      }

      route_settings {
        route_key     = "$connect"
        logging_level = "INFO"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "ERROR"
    }

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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        logging_level = tostring(terraform_data.later.output)
      }
    }
  }
}
