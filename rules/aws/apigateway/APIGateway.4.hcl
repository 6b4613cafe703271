control "APIGateway.4" {
  slug     = "api-gateway-web-acl"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Protective services"]
  title = {
    en = "API Gateway REST API stages are protected by a web ACL"
    ja = "API Gateway REST API のステージに AWS WAF の Web ACL が関連付けられている"
  }
  why = {
    en = "A web ACL stops injection, bots and floods of requests before they reach the backends of a public API."
    ja = "Web ACL があれば、インジェクション攻撃やボット、大量のリクエストを API のバックエンドに届く前に遮断できます。"
  }
  decides = "checked"
  frameworks = {
    "aws-fsbp"       = ["APIGateway.4"]
    "nist-800-53-r5" = ["AC-4(21)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["1.2.8", "1.3.1", "1.3.2", "1.4.1", "1.4.2", "1.4.4", "1.5.1", "6.4.1", "6.4.2", "A1.1.3"]
    "aws-well-architected-security" = ["SEC05-BP01"]
  }

  check "aws_api_gateway_stage" {
    locals {
      # An ARN that is put together of the ARN of the API and the name of a stage does not tell its stage before apply.
      api = target(attrs.rest_api_id, "aws_api_gateway_rest_api", "data.aws_api_gateway_rest_api")
    }
    enforce {
      condition = any([
        exists(companions("aws_wafv2_web_acl_association", "resource_arn")),
        exists(companions("aws_wafregional_web_acl_association", "resource_arn")),
        all([
          any([
            exists(companions_of(local.api, "aws_wafv2_web_acl_association", "resource_arn")),
            exists(companions_of(local.api, "aws_wafregional_web_acl_association", "resource_arn")),
          ]),
          undecided("which stage of the API the web ACL protects"),
        ]),
      ])
      at = "stage_name"
      error_message = {
        en = "no web ACL protects the stage"
        ja = "ステージに Web ACL が関連付けられていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "protect the stage with a web ACL"
        ja = "ステージに Web ACL を関連付ける"
      }
      warning = {
        en = "Rules of the web ACL that block apply to real clients at once; try them in count mode first."
        ja = "Web ACL のブロックルールはすぐに実際のクライアントへ適用されます。先にカウントモードで確認してください。"
      }
      input "api_gateway_web_acl_arn" {
        description = {
          en = "ARN of an AWS WAF web ACL with scope REGIONAL, in the API's Region"
          ja = "API と同じリージョンにある、スコープが REGIONAL の AWS WAF Web ACL の ARN"
        }
      }
      resource "aws_wafv2_web_acl_association" {
        resource_arn = self.arn
        web_acl_arn  = var.api_gateway_web_acl_arn
      }
    }
  }

  check "aws_wafv2_web_acl_association" "aws_wafregional_web_acl_association" {
    operations = ["delete", "replace"]
    filter     = strcontains(prior_attrs.resource_arn, "/stages/") && !manages(prior_attrs.resource_arn, "aws_api_gateway_stage")
    enforce {
      condition = any([
        exists(holders("aws_wafv2_web_acl_association", "resource_arn", prior_attrs.resource_arn)),
        exists(holders("aws_wafregional_web_acl_association", "resource_arn", prior_attrs.resource_arn)),
      ])
      error_message = {
        en = "the plan takes the web ACL from ${prior_attrs.resource_arn}"
        ja = "このプランで ${prior_attrs.resource_arn} の Web ACL の関連付けが削除される"
      }
    }
    no_fix = {
      en = "if the stage is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ステージを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the API in the API Gateway console and choose Stages, then the stage.", "Under Stage details choose Edit.", "Choose the web ACL and save."]
      ja = ["API Gateway コンソールで API を開き、「ステージ」で対象のステージを選ぶ。", "「ステージの詳細」で「編集」を選ぶ。", "Web ACL を選んで保存する。"]
    }
    cli = "aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn arn:aws:apigateway:REGION::/restapis/API_ID/stages/STAGE"
  }

  example "fail" "no web ACL" {
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

  example "fixed" "no web ACL" {
    variable "api_gateway_web_acl_arn" {
      type    = string
      default = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
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

    resource "aws_wafv2_web_acl_association" "production" {
      resource_arn = aws_api_gateway_stage.production.arn
      web_acl_arn  = var.api_gateway_web_acl_arn
    }
  }

  example "fail" "a web ACL for something else" {
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

    resource "aws_wafv2_web_acl_association" "production" {
      resource_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/0123456789abcdef"
      web_acl_arn  = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
    }
  }

  example "pass" "a web ACL" {
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

    resource "aws_wafv2_web_acl_association" "production" {
      resource_arn = aws_api_gateway_stage.production.arn
      web_acl_arn  = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
    }
  }

  example "pass" "a web ACL of AWS WAF Classic" {
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

    resource "aws_wafregional_web_acl_association" "production" {
      resource_arn = aws_api_gateway_stage.production.arn
      web_acl_id   = "11111111-2222-3333-4444-555555555555"
    }
  }

  example "pass" "a web ACL by an ARN that is put together of the API and the stage" {
    variable "stages" {
      default = { production = "production", test = "test" }
    }

    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_stage" "shop" {
      for_each      = var.stages
      rest_api_id   = aws_api_gateway_rest_api.shop.id
      deployment_id = "a1b2c3"
      stage_name    = each.key
    }

    resource "aws_wafv2_web_acl_association" "production" {
      resource_arn = "arn:aws:apigateway:us-east-1::/restapis/${aws_api_gateway_rest_api.shop.id}/stages/${aws_api_gateway_stage.shop["production"].stage_name}"
      web_acl_arn  = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
    }

    resource "aws_wafregional_web_acl_association" "test" {
      resource_arn = "arn:aws:apigateway:us-east-1::/restapis/${aws_api_gateway_stage.shop["test"].rest_api_id}/stages/test"
      web_acl_id   = "11111111-2222-3333-4444-555555555555"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "production"
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

    resource "aws_wafv2_web_acl_association" "production" {
      resource_arn = replace(aws_api_gateway_stage.production.arn, "production", tostring(terraform_data.later.output))
      web_acl_arn  = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
    }
  }

  example "unknown" "a web ACL for this stage or another one" {
    resource "terraform_data" "own" {
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

    resource "aws_wafv2_web_acl_association" "production" {
      resource_arn = tobool(terraform_data.own.output) ? aws_api_gateway_stage.production.arn : "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/production"
      web_acl_arn  = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
    }
  }

  example "fail" "taken from a stage of another configuration" {
    prior {
      resource "aws_wafv2_web_acl_association" "data" {
        resource_arn = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/live"
        web_acl_arn  = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/example/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "taken away together with the stage" {
    prior {
      resource "aws_api_gateway_stage" "live" {
        rest_api_id   = "a1b2c3d4e5"
        deployment_id = "d1e2f3"
        stage_name    = "live"
      }

      resource "aws_wafv2_web_acl_association" "data" {
        resource_arn = aws_api_gateway_stage.live.arn
        web_acl_arn  = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/example/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_wafv2_web_acl_association" "old" {
        resource_arn = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/live"
        web_acl_arn  = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/example/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_wafv2_web_acl_association" "new" {
      resource_arn = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/live"
      web_acl_arn  = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/example/11111111-2222-3333-4444-555555555555"
    }
  }

  example "fail" "an association of the older kind" {
    prior {
      resource "aws_wafregional_web_acl_association" "data" {
        resource_arn = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/live"
        web_acl_id   = "11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "one of the newer kind takes its place" {
    prior {
      resource "aws_wafregional_web_acl_association" "old" {
        resource_arn = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/live"
        web_acl_id   = "11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_wafv2_web_acl_association" "new" {
      resource_arn = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/live"
      web_acl_arn  = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/example/11111111-2222-3333-4444-555555555555"
    }
  }

  example "pass" "the web ACL of a load balancer" {
    prior {
      resource "aws_wafv2_web_acl_association" "balancer" {
        resource_arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/example/0123456789abcdef"
        web_acl_arn  = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/example/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "unknown" "an ARN that is put together" {
    expect = { "aws_api_gateway_stage.shop[\"new\"]" = "pass" }

    variable "older" {
      default = { new = false, old = true }
    }

    resource "aws_api_gateway_rest_api" "shop" {
      for_each = var.older
      name     = each.key
    }

    resource "aws_api_gateway_deployment" "shop" {
      for_each    = var.older
      rest_api_id = aws_api_gateway_rest_api.shop[each.key].id
    }

    resource "aws_api_gateway_stage" "shop" {
      for_each      = var.older
      rest_api_id   = aws_api_gateway_rest_api.shop[each.key].id
      deployment_id = aws_api_gateway_deployment.shop[each.key].id
      stage_name    = "production"
    }

    resource "aws_wafv2_web_acl_association" "new" {
      resource_arn = "arn:aws:apigateway:us-east-1::/restapis/${aws_api_gateway_rest_api.shop["new"].id}/stages/production"
      web_acl_arn  = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
    }

    resource "aws_wafregional_web_acl_association" "old" {
      resource_arn = "${aws_api_gateway_rest_api.shop["old"].arn}/stages/production"
      web_acl_id   = "11111111-2222-3333-4444-555555555555"
    }
  }

  example "fail" "an ARN that is put together of another API" {
    expect = { "aws_api_gateway_stage.other" = "unknown" }

    resource "aws_api_gateway_rest_api" "shop" {
      name = "shop"
    }

    resource "aws_api_gateway_rest_api" "other" {
      name = "other"
    }

    resource "aws_api_gateway_stage" "shop" {
      rest_api_id   = aws_api_gateway_rest_api.shop.id
      deployment_id = "a1b2c3"
      stage_name    = "production"
    }

    resource "aws_api_gateway_stage" "other" {
      rest_api_id   = aws_api_gateway_rest_api.other.id
      deployment_id = "d4e5f6"
      stage_name    = "production"
    }

    resource "aws_wafv2_web_acl_association" "other" {
      resource_arn = "${aws_api_gateway_rest_api.other.arn}/stages/production"
      web_acl_arn  = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
    }
  }
}
