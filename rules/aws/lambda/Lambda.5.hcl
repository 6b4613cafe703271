control "Lambda.5" {
  slug     = "lambda-vpc-multi-az"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "High Availability"]
  title = {
    en = "Lambda functions in a VPC use several Availability Zones"
    ja = "VPC 内の Lambda 関数が複数のアベイラビリティーゾーンを使っている"
  }
  why = {
    en = "A function whose subnets lie in one zone cannot run while that zone is down."
    ja = "サブネットが 1 つのゾーンにしかない関数は、そのゾーンの障害中は動きません。"
  }
  decides = "checked"
  notes = {
    en = "A function with a single subnet fails. Where several subnets are named by ids from outside the configuration, their zones are not known and the function is not judged."
    ja = "サブネットが 1 つだけの関数は不合格です。構成外のサブネットを ID で複数指定している場合はゾーンが分からないため判定しません。"
  }
  config_rule = "lambda-vpc-multi-az-check"
  frameworks = {
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.20", "A.8.21", "A.8.22"]
  }

  check "aws_lambda_function" {
    filter = all([
      length(local.subnets) > 0,
      any([length(local.subnets) == 1, all([for zone in local.zones : is_set(zone)])]),
    ])
    locals {
      subnets = targets(default(one(attrs.vpc_config[*].subnet_ids), []))
      zones   = [for subnet in local.subnets : try(default(subnet.availability_zone, subnet.availability_zone_id), null)]
    }
    enforce {
      condition = length(distinct(local.zones)) > 1
      at        = "vpc_config.subnet_ids"
      error_message = {
        en = "the function's subnets lie in a single Availability Zone"
        ja = "関数のサブネットが 1 つのアベイラビリティーゾーンにしかない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "use subnets of several Availability Zones"
        ja = "複数のアベイラビリティーゾーンのサブネットを使う"
      }
      warning = {
        en = "The subnets must have the same routes, to NAT gateways or endpoints, as those in use."
        ja = "追加するサブネットにも、NAT ゲートウェイやエンドポイントへの同じ経路が必要です。"
      }
      input "lambda_subnet_ids" {
        description = {
          en = "Ids of private subnets in at least two Availability Zones, as a list"
          ja = "2 つ以上のアベイラビリティーゾーンにあるプライベートサブネットの ID のリスト"
        }
      }
      set = { "vpc_config.subnet_ids" = var.lambda_subnet_ids }
    }
  }

  remediation {
    console = {
      en = ["Open the function in the Lambda console and choose Configuration, VPC.", "Edit it and add a subnet of another Availability Zone.", "Save."]
      ja = ["Lambda コンソールで関数を開き、「設定」の「VPC」を選ぶ。", "「編集」で、別のアベイラビリティーゾーンのサブネットを追加する。", "保存する。"]
    }
    cli = "aws lambda update-function-configuration --function-name FUNCTION --vpc-config SubnetIds=SUBNET_A,SUBNET_B,SecurityGroupIds=SECURITY_GROUP"
  }

  example "fail" "one subnet" {
    resource "aws_subnet" "a" {
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = "10.0.0.0/24"
      availability_zone = "us-east-1a"
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      vpc_config {
        subnet_ids         = [aws_subnet.a.id]
        security_group_ids = ["sg-0123456789abcdef0"]
      }
    }
  }

  example "fail" "two subnets of one zone" {
    resource "aws_subnet" "a" {
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = "10.0.0.0/24"
      availability_zone = "us-east-1a"
    }

    resource "aws_subnet" "other" {
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = "10.0.1.0/24"
      availability_zone = "us-east-1a"
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      vpc_config {
        subnet_ids         = [aws_subnet.a.id, aws_subnet.other.id]
        security_group_ids = ["sg-0123456789abcdef0"]
      }
    }
  }

  example "fail" "one subnet by its id" {
    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      vpc_config {
        subnet_ids         = ["subnet-0123456789abcdef0"]
        security_group_ids = ["sg-0123456789abcdef0"]
      }
    }
  }

  example "fixed" "one subnet by its id" {
    variable "lambda_subnet_ids" {
      type    = list(string)
      default = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      vpc_config {
        subnet_ids         = var.lambda_subnet_ids
        security_group_ids = ["sg-0123456789abcdef0"]
      }
    }
  }

  example "pass" "subnets of two zones" {
    resource "aws_subnet" "a" {
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = "10.0.0.0/24"
      availability_zone = "us-east-1a"
    }

    resource "aws_subnet" "b" {
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = "10.0.1.0/24"
      availability_zone = "us-east-1b"
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      vpc_config {
        subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
        security_group_ids = ["sg-0123456789abcdef0"]
      }
    }
  }

  example "pass" "no VPC" {
    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "unknown" "a zone is decided at apply" {
    resource "aws_subnet" "a" {
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = "10.0.0.0/24"
      availability_zone = "us-east-1a"
    }

    resource "terraform_data" "zone" {
      input = "us-east-1b"
    }

    resource "aws_subnet" "b" {
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = "10.0.1.0/24"
      availability_zone = terraform_data.zone.output
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      vpc_config {
        subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
        security_group_ids = ["sg-0123456789abcdef0"]
      }
    }
  }
}
