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
    en = "A function with a single subnet fails. Where one of several subnets comes from outside the configuration, or AWS chooses its zone, the verdict is unknown unless the others suffice."
    ja = "サブネットが 1 つだけの関数は不合格です。複数のうちに構成外のサブネットや、ゾーンを AWS が選ぶサブネットがある場合は、残りだけで足りるときを除き判定不能とします。"
  }
  config_rule = "lambda-vpc-multi-az-check"
  frameworks = {
    "aws-fsbp"       = ["Lambda.5"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.20", "A.8.21", "A.8.22"]
  }

  check "aws_lambda_function" {
    filter = length(local.subnets) > 0
    locals {
      subnets = targets(default(one(attrs.vpc_config[*].subnet_ids), []))
      placed  = [for subnet in local.subnets : try(default(subnet.availability_zone, subnet.availability_zone_id), null)]
      zones   = [for zone in local.placed : zone if zone != null]
    }
    enforce {
      condition = any([
        length(distinct(local.zones)) > 1,
        all([length(local.subnets) > 1, length(local.zones) < length(local.subnets), undecided("the zone of a subnet")]),
      ])
      at = "vpc_config.subnet_ids"
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

  example "fixed" "one subnet" {
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

  example "unknown" "subnets from elsewhere" {
    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      vpc_config {
        subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
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

  example "pass" "two zones, and a subnet from elsewhere" {
    resource "aws_subnet" "a" {
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = "10.0.0.0/24"
      availability_zone = "us-east-1a"
    }

    resource "aws_subnet" "b" {
      vpc_id               = "vpc-0123456789abcdef0"
      cidr_block           = "10.0.1.0/24"
      availability_zone_id = "use1-az2"
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
      vpc_config {
        subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id, "subnet-0123456789abcdef0"]
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

  example "unknown" "a subnet of the configuration, and one from elsewhere" {
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
        subnet_ids         = [aws_subnet.a.id, "subnet-0123456789abcdef0"]
        security_group_ids = ["sg-0123456789abcdef0"]
      }
    }
  }
}
