control "APIGateway.5" {
  slug     = "api-gateway-cache-encrypted"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "API Gateway REST API caches are encrypted at rest"
    ja = "API Gateway REST API のキャッシュが保管時に暗号化される"
  }
  why = {
    en = "A cache holds responses of the API, personal data included, on disks. Encryption keeps them from whoever gets at the disks."
    ja = "キャッシュには、個人情報を含み得る API のレスポンスが保存されます。暗号化しておけば、ストレージから直接読み取られるのを防げます。"
  }
  decides = "checked"
  notes = {
    en = "Judged are the method settings that cache, whether the stage has a cache cluster now or not. A stage that nothing tells to cache stores no responses."
    ja = "キャッシュが有効なメソッド設定を、ステージのキャッシュクラスターの有無にかかわらず判定します。キャッシュを有効にしていないステージには何も保存されません。"
  }
  frameworks = {
    "aws-fsbp"       = ["APIGateway.5"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }

  check "aws_api_gateway_method_settings" {
    enforce {
      condition = any([
        !default(one(attrs.settings[*].caching_enabled), false),
        default(one(attrs.settings[*].cache_data_encrypted), false),
      ])
      at = "settings.cache_data_encrypted"
      error_message = {
        en = "the cache of the method ${attrs.method_path} is not encrypted"
        ja = "メソッド ${attrs.method_path} のキャッシュが暗号化されていない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "encrypt cached responses"
        ja = "キャッシュデータを暗号化する"
      }
      set = { "settings.cache_data_encrypted" = true }
    }
  }

  remediation {
    console = {
      en = ["Open the API in the API Gateway console and choose Stages, then the stage.", "Under Stage details choose Edit, or open the method's own settings.", "Tick Encrypt cache data and save."]
      ja = ["API Gateway コンソールで API を開き、「ステージ」で対象のステージを選ぶ。", "「ステージの詳細」で「編集」を選ぶか、メソッドの個別設定を開く。", "「キャッシュデータを暗号化する」にチェックを入れて保存する。"]
    }
    cli = "aws apigateway update-stage --rest-api-id API_ID --stage-name STAGE --patch-operations op=replace,path=/*/*/caching/dataEncrypted,value=true"
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

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        caching_enabled = true
      }
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
      rest_api_id   = aws_api_gateway_rest_api.shop.id
      deployment_id = aws_api_gateway_deployment.shop.id
      stage_name    = "production"
    }

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        caching_enabled      = true
        cache_data_encrypted = true
      }
    }
  }

  example "fail" "switched off for a method" {
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

    resource "aws_api_gateway_method_settings" "orders" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "orders/GET"
      settings {
        caching_enabled      = true
        cache_data_encrypted = false
      }
    }
  }

  example "fixed" "switched off for a method" {
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

    resource "aws_api_gateway_method_settings" "orders" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "orders/GET"
      settings {
        caching_enabled      = true
        cache_data_encrypted = true
      }
    }
  }

  example "pass" "encrypted" {
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
        caching_enabled      = true
        cache_data_encrypted = true
      }
    }
  }

  example "pass" "no cache" {
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

    resource "aws_api_gateway_method_settings" "orders" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "orders/POST"
      settings {
        caching_enabled = false
      }
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
      rest_api_id   = aws_api_gateway_rest_api.shop.id
      deployment_id = aws_api_gateway_deployment.shop.id
      stage_name    = "production"
    }

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.shop.id
      stage_name  = aws_api_gateway_stage.production.stage_name
      method_path = "*/*"
      settings {
        caching_enabled      = true
        cache_data_encrypted = tobool(terraform_data.later.output)
      }
    }
  }
}
